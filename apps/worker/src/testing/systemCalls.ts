import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A system call as it was seen: where it began and where it was over among all lines of a trace. */
export interface SystemCall {
  readonly name: string;
  /** Its arguments; open files with their paths. Long texts are cut after {@link longestText} bytes. */
  readonly args: string;
  readonly began: number;
  readonly over: number;
}

const longestText = 4200;

/** Calls that put bytes and names on a disk, or bytes on a connection. */
const traced = "mkdir,rename,renameat,renameat2,fsync,fdatasync,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg";

/** Whether this machine has strace, and lets it look into a program. */
export const canTrace = (): Promise<boolean> =>
  run("strace", ["-qq", "-o", "/dev/null", "true"]).then(
    () => true,
    () => false,
  );

/** What a program is started through so that its calls, and those of all it starts, are written to a file. */
export const tracer = (file: string): [program: string, ...options: string[]] => [
  "strace",
  ...["-f", "-y", "--seccomp-bpf", "-s", String(longestText), "-o", file, "-e", `trace=${traced}`],
];

/** The calls of such a file that did what they were to do, in the order in which they began. */
export async function readCalls(file: string): Promise<SystemCall[]> {
  const calls: SystemCall[] = [];
  const unfinished = new Map<string, { readonly name: string; readonly args: string; readonly began: number }>();
  for (const [at, line] of (await readFile(file, "latin1")).split("\n").entries()) {
    const [, thread = "", text = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    const begun = resumed === null ? /^(\w+)\((.*)$/.exec(text) : null;
    if (begun !== null) unfinished.set(thread, { name: begun[1] ?? "", args: begun[2] ?? "", began: at });
    const call = unfinished.get(thread);
    if (call === undefined || text.endsWith("<unfinished ...>")) continue;
    unfinished.delete(thread);
    const { name, began } = call;
    if (!/= -1 E/.test(resumed?.[1] ?? call.args)) calls.push({ name, args: call.args, began, over: at });
  }
  return calls.sort((one, other) => one.began - other.began);
}
