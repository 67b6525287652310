import { resolve } from "node:path";
import {
  type DeliveredFormat,
  type DeliveredResult,
  type Failure,
  failure,
  type ImageInfo,
  isDelivered,
  isRenamed,
  type OutputSettings,
  type Result,
  type TaskResult,
} from "@pixelmill/core";
import type { EngineEnd } from "../../engine/engine.ts";
import type { PlacedOutput } from "../ledger/runLedger.ts";
import type { OutputPlace } from "../output/outputPlan.ts";
import { placeFile, type UnfinishedFiles } from "../output/placeFile.ts";
import type { ResultLine } from "../report/lines.ts";
import type { Source } from "../sources/source.ts";
import { systemReason } from "../sources/systemReason.ts";

/** An output that was asked for, and where it goes. */
export interface PlannedOutput {
  readonly wish: OutputSettings;
  /** One for each format it may come out in. Where there is no place for one of them, it is not encoded. */
  readonly places: Result<ReadonlyMap<DeliveredFormat, OutputPlace>>;
}

/** A source, with what inspection found. */
export interface InspectedSource extends Source {
  readonly info: ImageInfo;
}

/** A task on its way, with what its end needs. */
export interface Delivery {
  readonly source: InspectedSource;
  readonly outputs: readonly PlannedOutput[];
  /** Whether outputs go into the folders of their sources. */
  readonly keepTree: boolean;
  /** The lines of outputs that are in their places already, by what was asked for. */
  readonly done: Map<OutputSettings, ResultLine>;
}

/** An output that an encoder has dealt with. */
interface MadeOutput {
  readonly wish: OutputSettings;
  /** Null where there is no file. */
  readonly place: OutputPlace | null;
  readonly result: TaskResult;
  readonly outputFile: string | null;
  readonly measured: Pick<ResultLine, "encodeMs" | "peakBytes">;
}

type Facts = Pick<Source, "shownPath"> & Partial<Pick<InspectedSource, "bytes" | "info">>;

/** The outputs that are to be encoded: they have a place, and nothing is there yet. */
export const encodedOutputs = ({ outputs, done }: Pick<Delivery, "outputs" | "done">): OutputSettings[] =>
  outputs.filter(({ wish, places }) => places.ok && !done.has(wish)).map(({ wish }) => wish);

/** What was brought to its place. */
export interface Delivered {
  readonly lines: readonly ResultLine[];
  /** What was encoded of it, without what failed. */
  readonly placed: readonly PlacedOutput[];
}

/**
 * Brings a task's end, its results those of {@link encodedOutputs}, to where the user sees it: the files into their places, then the
 * lines, in the order of the outputs. A failed write is a failure of that output.
 */
export async function deliver(delivery: Delivery, end: EndFacts, unfinished: UnfinishedFiles): Promise<Delivered> {
  const placed: PlacedOutput[] = [];
  // What replaces the source comes last: until then others may be copied from it.
  for (const output of madeOutputs(delivery, end).sort(inPlaceLast)) {
    const { line, sha256 } = await deliverOne(delivery, output, unfinished);
    delivery.done.set(output.wish, line);
    const position = delivery.outputs.findIndex(({ wish }) => wish === output.wish);
    if (isDelivered(output.result) && output.place !== null && line.status !== "failed")
      placed.push({ position, result: output.result, sha256, file: resolve(output.place.file) });
  }
  return { lines: linesOf(delivery), placed };
}

interface Placed {
  readonly place: OutputPlace | null;
}

/** For {@link Array.sort}: until the source is replaced, others may be made of it. */
export const inPlaceLast = (a: Placed, b: Placed): number => Number(isInPlace(a)) - Number(isInPlace(b));

const isInPlace = ({ place }: Placed): boolean => place?.inPlace === true;

type EndFacts = Pick<EngineEnd, "results" | "outputFiles" | "course">;

function madeOutputs(delivery: Delivery, { results, outputFiles, course }: EndFacts): MadeOutput[] {
  const wishes = new Set(encodedOutputs(delivery));
  const encoded = delivery.outputs.flatMap(({ wish, places }) =>
    places.ok && wishes.has(wish) ? [{ wish, places: places.value }] : [],
  );
  const measured = { encodeMs: rounded(course.runMs), peakBytes: rounded(course.peakBytes) };
  return encoded.flatMap(({ wish, places }, at) => {
    const result = results[at];
    if (result === undefined) return [];
    const place = isDelivered(result) ? (places.get(result.output.format) ?? null) : null;
    return [{ wish, place, result, outputFile: outputFiles[at] ?? null, measured }];
  });
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value));

/** The lines of a source that nothing is left to be encoded of. Where all results failed alike, one line says so of the whole file. */
export function linesOf({ source, outputs, done }: Delivery): ResultLine[] {
  const lines = outputs.map(
    ({ wish, places }) => done.get(wish) ?? failedLine(source, places.ok ? failure("internal") : places.error, wish),
  );
  const [first] = lines;
  const alike =
    first?.status === "failed" && lines.every((line) => line.status === "failed" && line.error.message === first.error.message);
  return alike ? [{ ...first, wish: null }] : lines;
}

/** The lines of the outputs that are in their places already. */
export const doneLines = ({ outputs, done }: Pick<Delivery, "outputs" | "done">): ResultLine[] =>
  outputs.flatMap(({ wish }) => done.get(wish) ?? []);

/** The line, and the SHA-256 of the file that was made; null where the original was kept. */
async function deliverOne(
  delivery: Delivery,
  { wish, place, result, outputFile, measured }: MadeOutput,
  unfinished: UnfinishedFiles,
): Promise<{ readonly line: ResultLine; readonly sha256: string | null }> {
  const { source } = delivery;
  const failed = (error: Failure) => ({ line: failedLine(source, error, wish), sha256: null });
  if (result.status === "failed" || result.status === "cancelled") return failed(inTerms(result));
  // Every format that it may come out in has a place.
  if (place === null) return failed(failure("internal"));
  try {
    const from = { file: outputFile ?? source.file, followLinks: outputFile === null };
    const isThere = outputFile === null && place.inPlace;
    const sha256 = isThere ? null : await placeFile(from, place.file, source.mode, unfinished);
    return { line: deliveredLine(delivery, wish, place, { result, measured }), sha256: outputFile === null ? null : sha256 };
  } catch (error) {
    return failed(failure("outputUnwritable", { reason: systemReason(error) }));
  }
}

/** The line of an output that is in its place. */
export function deliveredLine(
  { source, keepTree }: Delivery,
  wish: OutputSettings,
  place: OutputPlace,
  { result, measured }: { readonly result: DeliveredResult; readonly measured: MadeOutput["measured"] },
): ResultLine {
  const warnings = isRenamed(source.treePath, keepTree) ? [...result.warnings, "renamed" as const] : result.warnings;
  return { ...facts(source), wish, outputPath: place.file, ...measured, ...result, warnings };
}

/** The line of a file that failed, or of one result of it where a wish is given. */
export function failedLine(source: Facts, error: Failure, wish: OutputSettings | null = null): ResultLine {
  return { ...facts(source), wish, outputPath: null, encodeMs: null, peakBytes: null, status: "failed", error };
}

const facts = ({ shownPath, bytes, info }: Facts) => ({
  type: "result" as const,
  path: shownPath,
  sourceBytes: bytes ?? null,
  info: info ?? null,
});

/** An encoder's failure, here where there is no server: its disk is the one of temporary files. */
function inTerms(result: Extract<TaskResult, { readonly status: "failed" | "cancelled" }>): Failure {
  if (result.status === "cancelled") return failure("internal");
  if (result.error.code !== "storageFull") return result.error;
  return failure("outputUnwritable", { reason: "the disk of the folder for temporary files is full" });
}
