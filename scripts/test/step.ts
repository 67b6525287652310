import { spawn } from "node:child_process";
import path from "node:path";
import { root, toolEnv } from "../nx/runNx.ts";

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

/** Runs a step with `env` beside the tools' own environment, its output shown as it comes. Resolves with whether it ended with code 0. */
export function runStep({ name, command, folder = "." }: Step, env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  console.log(`\n▶ ${name}`);
  const cwd = path.join(root, folder);
  const child = spawn(process.execPath, command, { cwd, env: { ...toolEnv(), ...env }, stdio: ["ignore", "inherit", "inherit"] });
  const timer = setTimeout(() => {
    console.error(`${name}: stopped after ${longestMs / 60_000} minutes`);
    child.kill("SIGKILL");
  }, longestMs);
  return new Promise((resolve) => {
    const end = (worked: boolean) => {
      clearTimeout(timer);
      resolve(worked);
    };
    child.on("error", (error) => {
      console.error(error.message);
      end(false);
    });
    child.on("close", (code) => end(code === 0));
  });
}
