import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { serve } from "../processes/remote.ts";
import { packages } from "./packages.ts";
import type { FoundPeer, PeerTask } from "./peer.ts";
import { type PeerProgram, programs } from "./programs.ts";

export type PeerHandlers = typeof handlers;

interface PeerRun {
  readonly tasks: readonly PeerTask[];
  readonly inFlight: number;
}

/** One peer in a process of its own; what it starts are that process's children. */
const handlers = {
  load: async (peer: FoundPeer) => {
    convert = converter(peer);
  },
  run: async ({ tasks, inFlight }: PeerRun) => {
    // What an earlier run left would be taken for this one's.
    await Promise.all(tasks.map(({ output }) => rm(output, { force: true })));
    const waiting = tasks.toReversed();
    const results: { name: string; bytes: number | null }[] = [];
    const begin = performance.now();
    const work = async (): Promise<void> => {
      for (let task = waiting.pop(); task !== undefined; task = waiting.pop()) results.push(await runOne(task));
    };
    await Promise.all(Array.from({ length: inFlight }, work));
    return { wallMs: performance.now() - begin, results };
  },
};

let convert: (task: PeerTask) => Promise<unknown> = () => Promise.reject(new Error("No peer was loaded."));

function converter({ name, path }: FoundPeer): typeof convert {
  const program = programs[name];
  if (program !== undefined) return (task) => runProgram(path, program, task);
  const exported = createRequire(join(path, "package.json"))(name);
  const use = packages[name]?.use;
  if (use === undefined) throw new Error(`${name} is no peer.`);
  return use(exported as never);
}

/** A file that cannot be done, or of which nothing came out, has failed. */
async function runOne(task: PeerTask): Promise<{ name: string; bytes: number | null }> {
  try {
    await convert(task);
    const { size } = await stat(task.output);
    return { name: task.name, bytes: size === 0 ? null : size };
  } catch {
    return { name: task.name, bytes: null };
  }
}

async function runProgram(command: string, { words, inPlace = false }: PeerProgram, task: PeerTask): Promise<void> {
  if (inPlace) await writeFile(task.output, await readFile(task.source));
  const [code] = await once(spawn(command, words(task), { stdio: "ignore" }), "exit");
  if (code !== 0) throw new Error(`${command} ended with ${code}.`);
}

serve(handlers);
