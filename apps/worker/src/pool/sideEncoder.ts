import { join } from "node:path";
import { type EncodedResult, type Failure, fail, failure, type Id, ok, type Result } from "@pixelmill/core";
import type { EncoderMessage, EncodeTask } from "../protocol/messages.ts";
import { outputName } from "../protocol/outputName.ts";
import { clearDesks, type Desk, makeDesk } from "./desk.ts";
import { defaultWarmUpMs, type EncoderProcess, forkEncoder } from "./encoderProcess.ts";
import type { Log } from "./log.ts";
import { ownBytesOf } from "./ownMemory.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";

export interface SideEncoderOptions {
  /** Directory of its desks, its own. */
  readonly desksDir: string;
  readonly sandbox: Sandbox;
  readonly log: Log;
  /** Time without a task after which the process goes, in milliseconds. Default 30,000. */
  readonly restMs?: number;
}

/** One task of one output, with the file its source is in. */
export interface SideTask {
  readonly task: EncodeTask;
  readonly sourceFile: string;
  /** Longest time from when the encoder begins, in milliseconds. */
  readonly deadlineMs: number;
}

/** Takes an output's file away from the desk. */
export type TakeFile<T> = (file: string) => Promise<T>;

const defaultRestMs = 30_000;

/** A process and what it works on. */
interface Station {
  readonly desk: Desk;
  readonly process: EncoderProcess;
  /** False where it did not become warm. */
  readonly warm: PromiseWithResolvers<boolean>;
  readonly gone: PromiseWithResolvers<void>;
  /** The results of the task under way; null where the process went before. */
  working: { readonly taskId: Id; end(results: readonly EncodedResult[] | null): void } | null;
  /** Why it was ended. */
  killed: Failure | null;
}

/**
 * An encoder beside the pool, for what somebody waits for in front of a page: never behind a slow encode, and no danger to any other
 * task. Its process is forked when there is something to do and goes when there was nothing for a while. One task at a time: its owner
 * sees to that, and to its memory.
 */
export class SideEncoder {
  readonly #options: SideEncoderOptions;
  #station: Station | null = null;
  #rest: NodeJS.Timeout | null = null;
  #count = 0;
  #stopped = false;

  constructor(options: SideEncoderOptions) {
    this.#options = options;
  }

  /** Removes what a killed service left. To be awaited before the first task. */
  prepare(): Promise<void> {
    return clearDesks(this.#options.desksDir);
  }

  /** Ends the process; what is under way fails as `unavailable`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.kill(failure("unavailable"));
    await this.#station?.gone.promise;
  }

  /** Its process; null where there is none. */
  get pid(): number | null {
    const pid = this.#station?.process.pid ?? 0;
    return pid > 0 ? pid : null;
  }

  /** Memory of its own now, in bytes; null where there is no process, or the system does not tell. */
  get ownBytes(): number | null {
    return ownBytesOf(this.pid);
  }

  /** Ends the process at once. What it works on fails so; the next task gets a new one. */
  kill(reason: Failure): void {
    if (this.#station === null) return;
    this.#station.killed ??= reason;
    this.#station.process.kill();
  }

  /**
   * Encodes the task's one output. `take` is given its file, which is gone afterwards; null where the original was kept. Fails as the
   * encode does, with `deadlineExceeded`, or with `encoderCrashed` after two processes died of it.
   */
  async run<T>(work: SideTask, take: TakeFile<T>): Promise<Result<T | null>> {
    if (this.#rest !== null) clearTimeout(this.#rest);
    try {
      const first = await this.#try(work, take);
      return first ?? (await this.#try(work, take)) ?? fail(failure("encoderCrashed"));
    } finally {
      this.#rest = setTimeout(() => this.kill(failure("unavailable")), this.#options.restMs ?? defaultRestMs).unref();
    }
  }

  /** Null where the process died and nobody ended it. */
  async #try<T>(work: SideTask, take: TakeFile<T>): Promise<Result<T | null> | null> {
    if (this.#stopped) return fail(failure("unavailable"));
    const station = this.#station ?? (await this.#fork());
    if (!(await station.warm.promise)) return station.killed === null ? null : fail(station.killed);
    const { desk } = station;
    const { taskId } = work.task;
    const refusal = await desk.lay(taskId, work.sourceFile);
    if (refusal !== null) return fail(refusal);
    try {
      const results = await this.#encode(station, work);
      if (results !== null) return await taken(results[0], desk.outputFile(outputName(taskId, 0)), take);
      return station.killed === null ? null : fail(station.killed);
    } finally {
      await Promise.all([desk.lift(taskId), desk.clearOutput(outputName(taskId, 0))]);
    }
  }

  async #encode(station: Station, { task, deadlineMs }: SideTask): Promise<readonly EncodedResult[] | null> {
    const { promise, resolve } = Promise.withResolvers<readonly EncodedResult[] | null>();
    station.working = { taskId: task.taskId, end: resolve };
    if (this.#station !== station) resolve(null);
    const tooLong = failure("deadlineExceeded", { seconds: Math.ceil(deadlineMs / 1000) });
    const deadline = setTimeout(() => this.kill(tooLong), deadlineMs);
    station.process.send({ type: "batch", tasks: [task] });
    const results = await promise;
    clearTimeout(deadline);
    station.working = null;
    return results;
  }

  async #fork(): Promise<Station> {
    const { desksDir, sandbox, log } = this.#options;
    const desk = await makeDesk(join(desksDir, `side-${++this.#count}`), log);
    const tooSlow = setTimeout(() => this.kill(failure("internal")), defaultWarmUpMs);
    const warm = Promise.withResolvers<boolean>();
    const process = forkEncoder({
      desk: desk.directory,
      inFlight: 1,
      sandbox,
      log,
      onMessage: (message) => {
        if (message.type === "ready") clearTimeout(tooSlow);
        receive(station, message);
      },
      onGone: () => {
        clearTimeout(tooSlow);
        if (this.#station === station) this.#station = null;
        warm.resolve(false);
        station.working?.end(null);
        void desk.remove().then(() => station.gone.resolve());
      },
    });
    const station: Station = {
      desk,
      process,
      warm,
      gone: Promise.withResolvers<void>(),
      working: null,
      killed: null,
    };
    this.#station = station;
    if (this.#stopped) this.kill(failure("unavailable"));
    return station;
  }
}

function receive({ warm, working }: Station, message: EncoderMessage): void {
  if (message.type === "ready") warm.resolve(true);
  if (message.type === "finished" && message.taskId === working?.taskId) working.end(message.results);
}

async function taken<T>(result: EncodedResult | undefined, file: string, take: TakeFile<T>): Promise<Result<T | null>> {
  if (result?.status === "optimized") return ok(await take(file));
  if (result?.status === "keptOriginal") return ok(null);
  return fail(result?.error ?? failure("internal"));
}
