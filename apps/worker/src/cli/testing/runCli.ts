import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type OutputLine, outputLineSchema, type ResultLine, type SummaryLine } from "../report/lines.ts";

const program = fileURLToPath(new URL("../../../bin/pixelmill.mjs", import.meta.url));

/** How a run of the command ended. */
export interface CliEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRun {
  readonly child: ChildProcess;
  readonly ended: Promise<CliEnd>;
}

/** Starts the real command in a process of its own. */
export function startCli(words: readonly string[], options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv }): CliRun {
  const env = { ...process.env, NODE_OPTIONS: "", ENCODERS: "2", DATA_DIR: dataDirOf(options.cwd), ...options.env };
  const child = spawn(process.execPath, [program, ...words], { cwd: options.cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  const ended = new Promise<CliEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...output }));
  });
  return { child, ended };
}

/** Where the runs of a test keep their ledger: beside their folder, so that no run finds it. */
export const dataDirOf = (cwd: string): string => `${cwd}-data`;

/** Runs the command to its end, with one encoder: most runs are of a few images, and a second one takes longer to start than they do. */
export const runCli = (words: readonly string[], { cwd, env }: Parameters<typeof startCli>[1]): Promise<CliEnd> =>
  startCli(words, { cwd, env: { ENCODERS: "1", ...env } }).ended;

/** The lines of `--json`, each of them valid, taken apart. */
export function readLines(stdout: string): { readonly results: ResultLine[]; readonly summary: SummaryLine } {
  const lines: OutputLine[] = stdout
    .trimEnd()
    .split("\n")
    .map((line) => outputLineSchema.parse(JSON.parse(line)));
  const last = lines.pop();
  if (last?.type !== "summary") throw new Error("the last line is no summary");
  const results = lines.filter((line) => line.type === "result");
  return { results: results.sort((a, b) => (a.path < b.path ? -1 : 1)), summary: last };
}
