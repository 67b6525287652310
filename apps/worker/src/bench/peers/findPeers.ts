import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { packages } from "./packages.ts";
import type { FoundPeer, PeerAbilities } from "./peer.ts";
import { type PeerProgram, programs } from "./programs.ts";

const run = promisify(execFile);

/** Other software that is here: packages installed in a folder, programs on the PATH. */
export async function findPeers(folder: string, path: string): Promise<FoundPeer[]> {
  const installed = await Promise.all(Object.keys(packages).map((name) => findPackage(resolve(folder), name)));
  const present = await Promise.all(Object.entries(programs).map(([name, program]) => findProgram(name, program, path)));
  return [...installed, ...present].filter((peer) => peer !== null);
}

/** What a peer can do, by its name. */
export const abilitiesOf = (name: string): PeerAbilities => {
  const found = packages[name] ?? programs[name];
  if (found === undefined) throw new Error(`${name} is no peer.`);
  return found;
};

async function findPackage(folder: string, name: string): Promise<FoundPeer | null> {
  try {
    const { version } = JSON.parse(await readFile(join(folder, "node_modules", name, "package.json"), "utf8"));
    return { name, version: String(version), path: folder };
  } catch {
    return null;
  }
}

/** The first program on the PATH that says it is what is looked for: names are taken by others too. */
async function findProgram(
  name: string,
  { commands, versionWords, version }: PeerProgram,
  path: string,
): Promise<FoundPeer | null> {
  const files = commands.flatMap((command) => path.split(delimiter).map((folder) => join(folder, command)));
  for (const file of files.filter((each) => existsSync(each))) {
    const found = version.exec(await versionText(file, versionWords))?.[1];
    if (found !== undefined) return { name, version: found, path: file };
  }
  return null;
}

async function versionText(file: string, words: readonly string[]): Promise<string> {
  try {
    const { stdout, stderr } = await run(file, words, { timeout: 10_000 });
    return stdout + stderr;
  } catch {
    return "";
  }
}
