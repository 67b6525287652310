import { randomBytes } from "node:crypto";
import { EventEmitter, once } from "node:events";
import { realpath } from "node:fs/promises";
import {
  type DeliveredFormat,
  type ErrorCode,
  type Failure,
  fail,
  failure,
  type Id,
  type ImageInfo,
  idFromBytes,
  isDrawing,
  namingOf,
  ok,
  outputSuffixes,
  possibleFormats,
  type Result,
  resizedDimensions,
  type Settings,
} from "@pixelmill/core";
import { createEngine, type Engine, type EngineEnd } from "../../engine/engine.ts";
import type { Log } from "../../pool/log.ts";
import { writeJobReport } from "../../report/writeJobReport.ts";
import type { OptimizeArguments } from "../arguments/optimizeArguments.ts";
import type { RunLedger, SourceBytes } from "../ledger/runLedger.ts";
import { type OutputPlace, OutputPlan } from "../output/outputPlan.ts";
import type { ResultLine } from "../report/lines.ts";
import type { Report } from "../report/report.ts";
import type { Source, SourceList } from "../sources/source.ts";
import { type Delivery, deliver, doneLines, encodedOutputs, failedLine, linesOf, type PlannedOutput } from "./delivery.ts";
import { inOrder } from "./inOrder.ts";
import { Pictures } from "./pictures.ts";
import { RunMeasures } from "./runMeasures.ts";
import { serveKnown } from "./serveKnown.ts";
import type { TemporaryFolder } from "./temporaryFolder.ts";

export interface OptimizeRunOptions {
  readonly arguments: OptimizeArguments;
  readonly report: Report;
  readonly temporary: TemporaryFolder;
  /** Aborts when the run is to stop. */
  readonly signal: AbortSignal;
  /** Null where none is used. */
  readonly ledger: RunLedger | null;
  readonly log: Log;
}

/** Files inspected ahead of the one that is submitted next. */
const inspectedAhead = 32;

/** Most tasks in the engine: enough for its order, longest first, and few enough for memory and for the outputs not yet in place. */
const mostUnfinished = 500;

/** Sources of which known results are brought to their places at once. */
const servedAhead = 8;

interface Inspected {
  readonly source: Source;
  /** Where its bytes are, no link. */
  readonly file: string;
  readonly info: Result<ImageInfo>;
  /** Null without a ledger, or where they cannot be read. */
  readonly bytes: SourceBytes | null;
}

/** An image with a place for each of its outputs. */
interface Planned extends Omit<Inspected, "info" | "source"> {
  readonly delivery: Delivery;
  readonly info: ImageInfo;
}

/** What the engine has. */
interface Submitted {
  readonly delivery: Delivery;
  readonly bytes: SourceBytes | null;
}

/** The engine hard-links its sources, and a link to a link would lead nowhere from there. What is gone meanwhile fails there. */
const withoutLinks = (file: string): Promise<string> => realpath(file).catch(() => file);

/** One run over a list of sources: inspection, planning and encoding as one stream, with the same engine as the service. */
export class OptimizeRun {
  readonly #options: OptimizeRunOptions;
  readonly #engine: Engine;
  readonly #jobId = newId();
  readonly #deliveries = new Map<Id, Submitted>();
  /** Images of which some outputs are in their places and others are still to be made. */
  readonly #unfinished = new Set<Delivery>();
  /** What is being brought to its place. */
  readonly #serving = new Set<Promise<void>>();
  readonly #ends = new EventEmitter<{ ended: [] }>();
  /** Null where no report is asked for. */
  readonly #measures: RunMeasures | null;
  /** Null where their HTML is not asked for. */
  readonly #pictures: Pictures | null;

  constructor(options: OptimizeRunOptions) {
    this.#options = options;
    const { encoders, memoryLimitBytes, limits, sandbox } = options.arguments;
    this.#engine = createEngine({
      desksDir: options.temporary.path,
      encoders,
      memoryLimitBytes,
      limits,
      sandbox,
      log: options.log,
      listener: { taskQueued: () => {}, taskRunning: () => {}, taskEnded: (end) => this.#ended(end) },
    });
    this.#measures = options.arguments.report === null ? null : new RunMeasures(this.#engine);
    this.#pictures = options.arguments.pictures === null ? null : new Pictures(options.arguments.pictures);
  }

  /** Resolves when every source has ended, or the run was stopped and what it had begun is gone. Rejects where no encoder starts. */
  async run({ sources }: SourceList): Promise<void> {
    await this.#engine.start();
    try {
      await this.#untilStopped(this.#submitAll(sources));
    } finally {
      await Promise.allSettled(this.#serving);
      await this.#engine.stop(0);
      for (const delivery of this.#unfinished) this.#addUnfinished(doneLines(delivery));
      await this.#writeReport();
      await this.#pictures?.write();
    }
  }

  async #writeReport(): Promise<void> {
    const { arguments: options, signal } = this.#options;
    if (this.#measures === null || options.report === null) return;
    const state = signal.aborted ? "cancelled" : "finished";
    await writeJobReport(options.report, this.#measures.report(this.#jobId, options.settings, state));
  }

  /** The lines of one file. */
  #add(lines: readonly ResultLine[]): void {
    this.#options.report.add(lines);
    this.#measures?.add(lines);
    this.#pictures?.add(lines);
  }

  /** The lines of one file that was not finished: what is there is told of. */
  #addUnfinished(lines: readonly ResultLine[]): void {
    this.#options.report.addUnfinished(lines);
    this.#measures?.addUnfinished(lines);
    this.#pictures?.add(lines);
  }

  /** Ends where the work ends or the run is stopped; work that was stopped ends by itself once the engine has. */
  async #untilStopped(work: Promise<void>): Promise<void> {
    const { signal } = this.#options;
    if (signal.aborted) return;
    const done = new AbortController();
    const stopped = once(signal, "abort", { signal: done.signal }).catch(() => {});
    await Promise.race([work.catch((error: unknown) => this.#unlessStopped(error)), stopped]);
    done.abort();
  }

  #unlessStopped(error: unknown): void {
    if (!this.#options.signal.aborted) throw error;
  }

  async #submitAll(sources: readonly Source[]): Promise<void> {
    const { signal } = this.#options;
    const inspected = inOrder(sources, inspectedAhead, (source) => this.#inspect(source));
    const served = inOrder(this.#planned(inspected, sources), servedAhead, (planned) => this.#serve(planned));
    for await (const planned of served) {
      if (signal.aborted) return;
      this.#submit(planned);
      while (this.#deliveries.size >= mostUnfinished) await once(this.#ends, "ended", { signal });
    }
    while (this.#deliveries.size > 0) await once(this.#ends, "ended", { signal });
  }

  async #inspect(source: Source): Promise<Inspected> {
    const file = await withoutLinks(source.file);
    const { ledger } = this.#options;
    const [info, bytes] = await Promise.all([this.#engine.inspect(file), ledger?.bytesOf(file) ?? null]);
    return { source, file, info, bytes };
  }

  /** The sources that are images, each output with its place. The places are given in the order of the sources. */
  async *#planned(inspected: AsyncIterable<Inspected>, sources: readonly Source[]): AsyncGenerator<Planned> {
    const { arguments: options, report, signal } = this.#options;
    const { settings, out: outDir, overwrite } = options;
    const { keepTree } = settings;
    const plan = new OutputPlan({ outDir, overwrite, keepTree, sources });
    for await (const { source, file, info, bytes } of inspected) {
      if (signal.aborted) return;
      if (info.ok) {
        const outputs = await planOutputs(plan, source, info.value, settings);
        const delivery = { source: { ...source, info: info.value }, outputs, keepTree, done: new Map() };
        yield { delivery, file, info: info.value, bytes };
      } else if (source.guessed && saysNoImage.has(info.error.code)) report.passOver(source.bytes);
      else this.#add([failedLine(source, info.error)]);
    }
  }

  async #serve(planned: Planned): Promise<Planned> {
    const serving = this.#serveKnown(planned);
    this.#serving.add(serving);
    try {
      await serving;
    } finally {
      this.#serving.delete(serving);
    }
    return planned;
  }

  /** Brings to its place what is known from before, and tells of it at once where nothing else is to be made. */
  async #serveKnown({ delivery, bytes, info }: Planned): Promise<void> {
    const { ledger, temporary, signal, arguments: options } = this.#options;
    if (signal.aborted) return;
    if (ledger !== null && bytes !== null)
      await serveKnown(ledger, { delivery, bytes, info }, options.settings, temporary.unfinished);
    if (encodedOutputs(delivery).length === 0) this.#add(linesOf(delivery));
    else if (delivery.done.size > 0) this.#unfinished.add(delivery);
  }

  #submit({ delivery, file, info, bytes }: Planned): void {
    const outputs = encodedOutputs(delivery);
    if (outputs.length === 0) return;
    const task = {
      id: newId(),
      jobId: this.#jobId,
      priority: "normal" as const,
      info,
      settings: { ...this.#options.arguments.settings, outputs },
    };
    this.#deliveries.set(task.id, { delivery, bytes });
    this.#engine.submit([{ task, sourceFile: file }]);
  }

  async #ended(end: EngineEnd): Promise<void> {
    const { log } = this.#options;
    const submitted = this.#deliveries.get(end.task.id);
    if (submitted === undefined) return;
    const { delivery } = submitted;
    this.#measures?.ended(delivery.source.shownPath, end);
    try {
      this.#add(await this.#deliver(submitted, end));
    } catch (error) {
      log.error({ path: delivery.source.shownPath, err: error }, "a result could not be delivered");
      this.#add([failedLine(delivery.source, failure("internal"))]);
    } finally {
      this.#deliveries.delete(end.task.id);
      this.#unfinished.delete(delivery);
      this.#ends.emit("ended");
    }
  }

  /** The files first, then what is remembered of them: of the bytes that were read, if the source is still made of them. */
  async #deliver({ delivery, bytes }: Submitted, end: EngineEnd): Promise<readonly ResultLine[]> {
    const { ledger, temporary, arguments: options } = this.#options;
    const isUnchanged = ledger !== null && bytes !== null && (await ledger.isUnchanged(bytes));
    const { lines, placed } = await deliver(delivery, end, temporary.unfinished);
    if (isUnchanged) ledger.add(bytes, options.settings, placed);
    return lines;
  }
}

/** Gives each output its place, in their order: one for each format it may come out in, so that every run gives the same. */
async function planOutputs(plan: OutputPlan, source: Source, info: ImageInfo, settings: Settings): Promise<PlannedOutput[]> {
  const suffixes = outputSuffixes(settings.outputs);
  const outputs: PlannedOutput[] = [];
  for (const [at, wish] of settings.outputs.entries()) {
    const naming = namingOf(settings, suffixes[at] ?? "", isDrawing(info.format) ? info : resizedDimensions(info, wish.resize));
    const places = new Map<DeliveredFormat, OutputPlace>();
    let problem: Failure | null = null;
    for (const format of possibleFormats(info, wish)) {
      const place = await plan.take(source, info.format, format, naming);
      if (place.ok) places.set(format, place.value);
      else problem = place.error;
    }
    outputs.push({ wish, places: problem === null ? ok(places) : fail(problem) });
  }
  return outputs;
}

/** What inspection says of files that are something else. */
const saysNoImage: ReadonlySet<ErrorCode> = new Set(["unsupportedFormat", "emptyFile"]);

const newId = (): Id => idFromBytes(randomBytes(16));
