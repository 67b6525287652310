import { join } from "node:path";
import { type Failure, fail, failure, type ImageInfo, type Result } from "@pixelmill/core";
import type { EncoderMessage } from "../protocol/messages.ts";
import { clearDesks, type Desk, makeDesk } from "./desk.ts";
import { defaultWarmUpMs, type EncoderProcess, forkEncoder } from "./encoderProcess.ts";
import { InspectionQueue } from "./inspectionQueue.ts";
import type { Inspector, InspectorOptions } from "./inspectorOptions.ts";
import { respawnDelayMs } from "./respawnDelay.ts";
import { openSandbox, type Sandbox } from "./sandbox/sandbox.ts";

export type { Inspector, InspectorOptions } from "./inspectorOptions.ts";

const defaultConcurrency = 8;
const defaultDeadlineMs = 10_000;

/** Encoders that may die warming up, in a row, before a start is given up. */
const startAttempts = 3;

/** Makes an inspector; nothing runs until `start`. */
export const createInspector = (options: InspectorOptions): Inspector => new ForkedInspector(options);

/** One file to be inspected. */
interface Inspection {
  /** Its name on the desk. */
  readonly name: string;
  readonly sourceFile: string;
  resolve(result: Result<ImageInfo>): void;
}

/** An inspection that is under way. */
interface Active {
  readonly inspection: Inspection;
  /** Runs from when the encoder has the file. */
  deadline: NodeJS.Timeout | undefined;
}

/** An encoder for inspection and the desk it looks at. */
interface Station {
  readonly desk: Desk;
  readonly process: EncoderProcess;
  readonly warmUp: NodeJS.Timeout;
  ready: boolean;
}

class ForkedInspector implements Inspector {
  readonly #options: InspectorOptions;
  readonly #sandbox: Sandbox;
  readonly #concurrency: number;
  readonly #queue: InspectionQueue<Inspection>;
  readonly #active = new Map<string, Active>();
  #station: Station | null = null;
  #respawn: NodeJS.Timeout | null = null;
  #count = 0;
  #deathsInARow = 0;
  #timedOut = false;
  #starting: PromiseWithResolvers<void> | null = null;
  #stopping: PromiseWithResolvers<void> | null = null;

  constructor(options: InspectorOptions) {
    this.#options = options;
    this.#sandbox = options.sandbox ?? openSandbox();
    this.#concurrency = options.concurrency ?? defaultConcurrency;
    this.#queue = new InspectionQueue(this.#concurrency);
  }

  async start(): Promise<void> {
    await clearDesks(this.#options.desksDir);
    this.#starting = Promise.withResolvers();
    await this.#fork();
    try {
      await this.#starting.promise;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#stopping ??= Promise.withResolvers();
    if (this.#respawn !== null) clearTimeout(this.#respawn);
    for (const { deadline } of this.#active.values()) clearTimeout(deadline);
    this.#active.clear();
    for (const inspection of this.#queue.drain()) inspection.resolve(fail(failure("unavailable")));
    if (this.#station === null) this.#stopping.resolve();
    else this.#station.process.kill();
    await this.#stopping.promise;
  }

  inspect(sourceFile: string): Promise<Result<ImageInfo>> {
    if (this.#stopping !== null) return Promise.resolve(fail(failure("unavailable")));
    const { promise, resolve } = Promise.withResolvers<Result<ImageInfo>>();
    this.#queue.add({ name: String(++this.#count), sourceFile, resolve });
    this.#begin();
    return promise;
  }

  pids(): readonly number[] {
    const pid = this.#station?.process.pid ?? 0;
    return pid > 0 ? [pid] : [];
  }

  async #fork(): Promise<void> {
    const { desksDir, log } = this.#options;
    this.#respawn = null;
    try {
      const desk = await makeDesk(join(desksDir, `inspector-${++this.#count}`), log);
      if (this.#stopping !== null) return;
      this.#station = this.#open(desk);
    } catch (error) {
      log.error({ error: String(error) }, "the encoder for inspection could not be forked");
      this.#died();
    }
  }

  #open(desk: Desk): Station {
    const process = forkEncoder({
      desk: desk.directory,
      inFlight: this.#concurrency,
      sandbox: this.#sandbox,
      log: this.#options.log,
      onMessage: (message) => this.#receive(message),
      onGone: () => this.#gone(),
    });
    return { desk, process, ready: false, warmUp: setTimeout(() => process.kill(), defaultWarmUpMs) };
  }

  #receive(message: EncoderMessage): void {
    if (message.type === "ready") this.#becameReady();
    if (message.type === "inspected") this.#finish(message.name, message.result);
  }

  #becameReady(): void {
    if (this.#station === null) return;
    clearTimeout(this.#station.warmUp);
    this.#station.ready = true;
    this.#starting?.resolve();
    this.#begin();
  }

  #begin(): void {
    const station = this.#station;
    if (station === null || !station.ready) return;
    for (const inspection of this.#queue.take()) void this.#layAndSend(station, inspection);
  }

  async #layAndSend(station: Station, inspection: Inspection): Promise<void> {
    const { name, sourceFile } = inspection;
    const active: Active = { inspection, deadline: undefined };
    this.#active.set(name, active);
    const refusal = await station.desk.lay(name, sourceFile);
    // A lost station has given its inspections back, this one too.
    if (this.#active.get(name) !== active) return;
    if (refusal !== null) {
      this.#finish(name, fail(refusal));
      return;
    }
    // A slow copy to the desk is not the encoder's fault.
    active.deadline = setTimeout(() => this.#timeOut(), this.#options.deadlineMs ?? defaultDeadlineMs);
    station.process.send({ type: "inspect", name, limits: this.#options.limits });
  }

  #finish(name: string, result: Result<ImageInfo>): void {
    const active = this.#active.get(name);
    if (active === undefined) return;
    this.#deathsInARow = 0;
    clearTimeout(active.deadline);
    this.#active.delete(name);
    void this.#station?.desk.lift(name);
    this.#queue.done(active.inspection);
    active.inspection.resolve(result);
    this.#begin();
  }

  /** Which of those under way hangs is not known: the encoder goes with all of them. */
  #timeOut(): void {
    this.#timedOut = true;
    this.#station?.process.kill();
  }

  #gone(): void {
    const station = this.#station;
    this.#station = null;
    for (const { deadline } of this.#active.values()) clearTimeout(deadline);
    this.#active.clear();
    if (station !== null) clearTimeout(station.warmUp);
    void station?.desk.remove();
    if (this.#stopping !== null) {
      this.#stopping.resolve();
      return;
    }
    const error = this.#lossFailure();
    const lost = this.#queue.lost();
    for (const guilty of lost) guilty.resolve(fail(error));
    // A file that takes encoders down says nothing of whether they can live.
    if (lost.length > 0) this.#deathsInARow = 0;
    this.#died();
  }

  #lossFailure(): Failure {
    const { deadlineMs = defaultDeadlineMs } = this.#options;
    const timedOut = this.#timedOut;
    this.#timedOut = false;
    return timedOut ? failure("deadlineExceeded", { seconds: deadlineMs / 1000 }) : failure("encoderCrashed");
  }

  /** Forks a new encoder, at once where the last one had done something. */
  #died(): void {
    this.#deathsInARow += 1;
    if (this.#deathsInARow >= startAttempts) this.#starting?.reject(new Error("The encoder for inspection does not start."));
    this.#respawn = setTimeout(() => void this.#fork(), respawnDelayMs(this.#deathsInARow));
  }
}
