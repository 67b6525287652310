import { type Failure, failure, isRenamed, type TaskResult } from "@pixelmill/core";
import type { EngineEnd } from "../../engine/engine.ts";
import type { OutputPlace } from "../output/outputPlan.ts";
import { placeFile, type UnfinishedFiles } from "../output/placeFile.ts";
import type { ResultLine } from "../report/lines.ts";
import type { Source } from "../sources/source.ts";
import { systemReason } from "../sources/systemReason.ts";

/** A task on its way, with what its end needs. */
export interface Delivery {
  readonly source: Source;
  readonly place: OutputPlace;
}

/** Brings a task's end to where the user sees it: the file into its place, then the line. A failed write is a failure of that file. */
export async function deliver(
  { source, place }: Delivery,
  { result, course, outputFile }: Pick<EngineEnd, "result" | "course" | "outputFile">,
  unfinished: UnfinishedFiles,
): Promise<ResultLine> {
  if (result.status === "failed" || result.status === "cancelled") return failedLine(source, inTerms(result));
  try {
    if (outputFile !== null) await placeFile({ file: outputFile, followLinks: false }, place.file, source.mode, unfinished);
    else if (!place.inPlace) await placeFile({ file: source.file, followLinks: true }, place.file, source.mode, unfinished);
  } catch (error) {
    return failedLine(source, failure("outputUnwritable", { reason: systemReason(error) }));
  }
  const warnings = isRenamed(source.treePath) ? [...result.warnings, "renamed" as const] : result.warnings;
  return {
    ...facts(source),
    outputPath: place.file,
    encodeMs: course.runMs === null ? null : Math.round(course.runMs),
    ...result,
    warnings,
  };
}

/** The line of a file that has no output. */
export function failedLine(source: Pick<Source, "shownPath"> & Partial<Pick<Source, "bytes">>, error: Failure): ResultLine {
  return { ...facts(source), outputPath: null, encodeMs: null, status: "failed", error };
}

const facts = ({ shownPath, bytes }: Pick<Source, "shownPath"> & Partial<Pick<Source, "bytes">>) => ({
  type: "result" as const,
  path: shownPath,
  sourceBytes: bytes ?? null,
});

/** An encoder's failure, here where there is no server: its disk is the one of temporary files. */
function inTerms(result: Extract<TaskResult, { readonly status: "failed" | "cancelled" }>): Failure {
  if (result.status === "cancelled") return failure("internal");
  if (result.error.code !== "storageFull") return result.error;
  return failure("outputUnwritable", { reason: "the disk of the folder for temporary files is full" });
}
