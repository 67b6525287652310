import { readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { program } from "./sandbox/nodeFiles.ts";

/**
 * Ends encoders that a killed service left working on these desks. They end by themselves when their parent is gone, unless they are
 * stopped (SIGSTOP) and in no sandbox: those would keep their memory for good. Only processes whose command line is that of an encoder,
 * with a desk of this directory, which its one service holds locked. Linux only: elsewhere none are looked for. Gives how many those were.
 */
export async function endOrphans(desksDir: string): Promise<number> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const orphans: number[] = [];
  for (const pid of pids) if (isEncoderOf(desksDir, await wordsOf(pid))) orphans.push(pid);
  for (const pid of orphans) end(pid);
  return orphans.length;
}

const isEncoderOf = (desksDir: string, words: readonly string[]): boolean => {
  const at = words.indexOf(program);
  return at > 0 && dirname(words[at + 1] ?? "") === desksDir;
};

/** A process's command line; empty where it is gone or not ours to see. */
const wordsOf = async (pid: number): Promise<string[]> =>
  (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
