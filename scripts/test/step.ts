import { spawn } from "node:child_process";
import path from "node:path";
import { root } from "../nx/runNx.ts";

/** One command of `npm test`. */
export interface Step {
  readonly name: string;
  /** A module to run with the Node that runs this script, and its arguments. */
  readonly command: readonly [module: string, ...args: string[]];
  /** Where to run it, relative to the repository's root. */
  readonly folder?: string;
  /** The Vitest JSON report that it writes, absolute; only steps that run tests have one. */
  readonly report?: string;
}

/** A step that takes longer than this hangs, and is killed; in milliseconds. */
const longestMs = 30 * 60_000;

/** Runs a step, its output shown as it comes. Resolves with whether it ended with code 0. */
export function runStep({ name, command, folder = "." }: Step): Promise<boolean> {
  console.log(`\n▶ ${name}`);
  const bins = path.join(root, "node_modules/.bin");
  const child = spawn(process.execPath, command, {
    cwd: path.join(root, folder),
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NX_TUI: "false", NX_DAEMON: "false", PATH: [bins, process.env.PATH].join(path.delimiter) },
    timeout: longestMs,
    killSignal: "SIGKILL",
  });
  return new Promise((resolve) => {
    child.on("error", (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.on("close", (code) => resolve(code === 0));
  });
}
