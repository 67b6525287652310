import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Holds the bytes named on its command line, touched; lets go of them at the first line of input, and says so. */
const SCRIPT = `
let held = Buffer.alloc(Number(process.argv[1]), 1);
process.stdout.write("holding\\n");
process.stdin.once("data", () => {
  held = null;
  globalThis.gc();
  setImmediate(() => { globalThis.gc(); process.stdout.write("empty\\n"); });
});
`;

/** A child process with a known amount of resident memory. */
export interface MemoryHolder {
  pid: number;
  letGo(): Promise<void>;
  end(): Promise<void>;
}

export async function holdMemory(bytes: number): Promise<MemoryHolder> {
  const child = spawn(process.execPath, ["--expose-gc", "-e", SCRIPT, String(bytes)], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return {
    pid: child.pid ?? 0,
    letGo: async () => {
      child.stdin.write("\n");
      await once(child.stdout, "data");
    },
    end: () => endChild(child),
  };
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
