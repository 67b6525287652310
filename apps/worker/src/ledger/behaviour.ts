import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { nativeStatus } from "@pixelmill/native";

const require = createRequire(import.meta.url);
const worker = join(import.meta.dirname, "../..");

/** Everything of this project that an encoder runs. */
const sources = [join(worker, "src/encoder"), join(worker, "src/protocol"), dirname(require.resolve("@pixelmill/core"))];

/**
 * A name for how the encoders behave, another one whenever they may make other bytes of the same source: it is made of their own code,
 * the versions of the packages they use, the native addon and the processor's kind. That the code tells by itself is worth some results
 * that are made again without need: a number that is to be raised by hand is forgotten.
 */
export async function encodersBehaviour(): Promise<string> {
  const files = (await Promise.all(sources.map(sourceFiles))).flat().sort();
  const hash = createHash("sha256");
  for (const text of await Promise.all(files.map((file) => readFile(file)))) hash.update(text);
  const { dependencies } = JSON.parse(await readFile(join(worker, "package.json"), "utf8"));
  hash.update(JSON.stringify([dependencies, nativeStatus.kind, await addonFiles(), process.platform, process.arch]));
  return hash.digest("base64url").slice(0, 22);
}

async function sourceFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(
      (entry) => entry.isFile() && /(?<!\.test)\.[jt]s$/.test(entry.name) && !/[\\/]testing([\\/]|$)/.test(entry.parentPath),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What the native build has left: the addon's code is told apart by size and time, since it is megabytes. */
async function addonFiles(): Promise<unknown[]> {
  const dist = join(dirname(require.resolve("@pixelmill/native")), "../dist");
  const names = await readdir(dist).catch(() => []);
  const facts = await Promise.all(names.sort().map((name) => stat(join(dist, name))));
  return facts.map(({ size, mtimeMs }, at) => [names[at], size, mtimeMs]);
}
