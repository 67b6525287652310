import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { parseEncoderMessage } from "../protocol/encoderMessage.ts";
import type { EncoderMessage, ParentMessage } from "../protocol/messages.ts";
import { encoderEnvironment } from "./environment.ts";
import type { Log } from "./log.ts";
import { program } from "./sandbox/nodeFiles.ts";
import type { NodeWish, Sandbox } from "./sandbox/sandbox.ts";

/**
 * Options of an encoder's Node. It keeps almost nothing in JavaScript's heap: with a young generation of 1 MB instead of 16 an idle
 * encoder holds about 8 MB less, and no encode is slower.
 */
const nodeOptions = ["--max-semi-space-size=1"];

/** Longest time from fork to warm where nothing else is said, in milliseconds. */
export const defaultWarmUpMs = 30_000;

/** What a forked encoder is made with, and who hears from it. */
export interface EncoderProcessOptions {
  /** Its desk's directory. */
  readonly desk: string;
  readonly inFlight: number;
  readonly sandbox: Sandbox;
  /** As in {@link NodeWish}. Default false. */
  readonly fillsCompileCache?: boolean;
  readonly log: Log;
  onMessage(message: EncoderMessage): void;
  /** The process is gone and everything it said has been heard. Called once. */
  onGone(exit: Exit): void;
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One forked encoder. */
export interface EncoderProcess {
  /** 0 where the process could not even be started. */
  readonly pid: number;
  /** Messages to a process that is going or gone are dropped. */
  send(message: ParentMessage): void;
  /** Ends it at once. */
  kill(): void;
}

/** Forks an encoder. Whatever happens to it, `onGone` follows. */
export function forkEncoder(options: EncoderProcessOptions): EncoderProcess {
  const { desk, inFlight, sandbox, fillsCompileCache, log } = options;
  const environment = encoderEnvironment(desk, inFlight, process.env);
  const { execPath, execArgv, environment: env } = sandbox.start({ desk, nodeOptions, environment, fillsCompileCache });
  // The launcher becomes Node: the process, its id and the channel stay the same.
  const child = fork(program, [desk, String(inFlight)], {
    execPath,
    execArgv: [...execArgv],
    env,
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const kill = () => void child.kill("SIGKILL");
  child.on("message", (value) => {
    const message = parseEncoderMessage(value);
    if (message !== null) {
      options.onMessage(message);
      return;
    }
    log.error({ pid: child.pid }, "an encoder sent something that is no message; it is ended");
    kill();
  });
  logErrors(child, log);
  whenGone(child, options);
  return { pid: child.pid ?? 0, send: (message) => send(child, message), kill };
}

/** `close` comes after the exit and after the last message; a process that never started may have only an `error`. */
function whenGone(child: ChildProcess, { onGone, log }: EncoderProcessOptions): void {
  let gone = false;
  const tell = (exit: Exit) => {
    if (!gone) onGone(exit);
    gone = true;
  };
  child.once("close", (code, signal) => tell({ code, signal }));
  child.on("error", (error) => {
    log.error({ pid: child.pid, error: error.message }, "an encoder's process failed");
    if (child.pid === undefined) tell({ code: null, signal: null });
  });
}

function logErrors(child: ChildProcess, log: Log): void {
  // Where no file could be opened for it, it is not even null.
  if (!child.stderr) return;
  createInterface({ input: child.stderr }).on("line", (line) =>
    log.warn({ pid: child.pid, line }, "an encoder's standard error"),
  );
}

function send(child: ChildProcess, message: ParentMessage): void {
  // The callback takes the error of a channel that closes meanwhile; `close` tells what it means.
  if (child.connected) child.send(message, () => {});
}
