import {
  type DeliveredFormat,
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

/** The outputs that are to be encoded. */
export const encodedOutputs = (outputs: readonly PlannedOutput[]): OutputSettings[] =>
  outputs.filter(({ places }) => places.ok).map(({ wish }) => wish);

/**
 * Brings a task's end, its results those of {@link encodedOutputs}, to where the user sees it: the files into their places, then the
 * lines, in the order of the outputs. A failed write is a failure of that output.
 */
export async function deliver(delivery: Delivery, end: EndFacts, unfinished: UnfinishedFiles): Promise<ResultLine[]> {
  const lines = new Map<OutputSettings, ResultLine>();
  // What replaces the source comes last: until then others may be copied from it.
  const made = madeOutputs(delivery, end).sort((a, b) => Number(isInPlace(a)) - Number(isInPlace(b)));
  for (const output of made) lines.set(output.wish, await deliverOne(delivery, output, unfinished));
  return linesOf(delivery, lines);
}

const isInPlace = ({ place }: MadeOutput): boolean => place?.inPlace === true;

/** The lines of a source of which nothing is encoded, since no output has a place. */
export const notEncoded = (delivery: Delivery): ResultLine[] => linesOf(delivery, new Map());

type EndFacts = Pick<EngineEnd, "results" | "outputFiles" | "course">;

function madeOutputs({ outputs }: Delivery, { results, outputFiles, course }: EndFacts): MadeOutput[] {
  const encoded = outputs.flatMap(({ wish, places }) => (places.ok ? [{ wish, places: places.value }] : []));
  const measured = { encodeMs: rounded(course.runMs), peakBytes: rounded(course.peakBytes) };
  return encoded.flatMap(({ wish, places }, at) => {
    const result = results[at];
    if (result === undefined) return [];
    const place = isDelivered(result) ? (places.get(result.output.format) ?? null) : null;
    return [{ wish, place, result, outputFile: outputFiles[at] ?? null, measured }];
  });
}

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value));

/** Where all results failed alike, one line says so of the whole file. */
function linesOf({ source, outputs }: Delivery, delivered: ReadonlyMap<OutputSettings, ResultLine>): ResultLine[] {
  const lines = outputs.map(
    ({ wish, places }) => delivered.get(wish) ?? failedLine(source, places.ok ? failure("internal") : places.error, wish),
  );
  const [first] = lines;
  const alike =
    first?.status === "failed" && lines.every((line) => line.status === "failed" && line.error.message === first.error.message);
  return alike ? [{ ...first, wish: null }] : lines;
}

async function deliverOne({ source, keepTree }: Delivery, output: MadeOutput, unfinished: UnfinishedFiles): Promise<ResultLine> {
  const { wish, place, result, outputFile, measured } = output;
  if (result.status === "failed" || result.status === "cancelled") return failedLine(source, inTerms(result), wish);
  // Every format that it may come out in has a place.
  if (place === null) return failedLine(source, failure("internal"), wish);
  try {
    if (outputFile !== null) await placeFile({ file: outputFile, followLinks: false }, place.file, source.mode, unfinished);
    else if (!place.inPlace) await placeFile({ file: source.file, followLinks: true }, place.file, source.mode, unfinished);
  } catch (error) {
    return failedLine(source, failure("outputUnwritable", { reason: systemReason(error) }), wish);
  }
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
