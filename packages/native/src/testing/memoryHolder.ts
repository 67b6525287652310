import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** Holds the bytes named on its command line, touched, then those that each line of input names instead; says what it holds. */
const SCRIPT = `
let held = Buffer.alloc(Number(process.argv[1]), 1);
process.stdout.write("holding\\n");
process.stdin.on("data", (line) => {
  held = null;
  globalThis.gc();
  setImmediate(() => {
    globalThis.gc();
    held = Buffer.alloc(Number(line), 1);
    process.stdout.write("holding\\n");
  });
});
`;

/** A child process with a known amount of resident memory. */
export interface MemoryHolder {
  readonly pid: number;
  /** Holds so many bytes from now on; resolves when it does. The request reaches the child even while this event loop is blocked. */
  hold(bytes: number): Promise<void>;
  end(): Promise<void>;
}

export async function holdMemory(bytes: number): Promise<MemoryHolder> {
  const child = spawn(process.execPath, ["--expose-gc", "-e", SCRIPT, String(bytes)], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return {
    pid: child.pid ?? 0,
    hold: async (wished) => {
      child.stdin.write(`${wished}\n`);
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
