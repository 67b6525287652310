import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

/** The repository's root. */
export const root = path.join(import.meta.dirname, "../..");

const nxMain = createRequire(import.meta.url).resolve("nx/bin/nx.js");

/** What a finished command left behind. */
export interface Finished {
  /** The exit code; 1 where a signal ended the command. */
  readonly code: number;
  /** Standard output and standard error, in the order they came. */
  readonly output: string;
}

export interface RunOptions {
  /** Called with each piece of output as it comes. */
  readonly onText?: (text: string) => void;
  /** Stops Nx and what it runs; the promise then rejects. */
  readonly signal?: AbortSignal;
}

/** Runs Nx with the Node that runs this script, so that no PATH decides which one it is. */
export function runNx(args: readonly string[], { onText, signal }: RunOptions = {}): Promise<Finished> {
  const child = spawn(process.execPath, [nxMain, ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: toolEnv(),
    ...(signal && { signal }),
  });
  return new Promise((resolve, reject) => {
    let output = "";
    const collect = (text: string) => {
      output += text;
      onText?.(text);
    };
    child.stdout.setEncoding("utf8").on("data", collect);
    child.stderr.setEncoding("utf8").on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The environment of tools: this repository's own come first on the PATH; no daemon stays behind, and nothing is reported to anyone. */
export const toolEnv = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [path.join(root, "node_modules/.bin"), process.env.PATH ?? ""].join(path.delimiter),
  NX_DAEMON: "false",
  NX_TUI: "false",
  NEXT_TELEMETRY_DISABLED: "1",
});
