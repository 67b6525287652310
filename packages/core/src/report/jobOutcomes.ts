import * as z from "zod";
import { type ErrorCode, errorCodes } from "../errors/errorTable.ts";
import { deliveredFormats, type SourceFormat, sourceFormats } from "../formats/formats.ts";
import { type DeliveredResult, isDelivered, type TaskResult } from "../job/taskResult.ts";

const count = z.int().min(0);

/** Sizes of the outputs that came from one format and are in one, against their sources'. */
const formatChangeSchema = z.strictObject({
  /** Format of the sources; null where none was noted. */
  from: z.enum(sourceFormats).nullable(),
  to: z.enum(deliveredFormats),
  /** Delivered outputs, kept originals included. */
  outputs: count,
  kept: count,
  /** Bytes of the sources, once for each output. */
  sourceBytes: count,
  outputBytes: count,
});

export type FormatChange = z.infer<typeof formatChangeSchema>;

const failureReasonSchema = z.strictObject({
  code: z.enum(errorCodes),
  /** Files of which at least one output failed so. */
  files: count,
  /** What was said of the first of them. */
  message: z.string(),
});

export type FailureReason = z.infer<typeof failureReasonSchema>;

/** What a job's files came to. */
export const jobOutcomesSchema = z.strictObject({
  /** Outputs by the share of their source's bytes that was saved. */
  savings: z.strictObject({
    /** Outputs larger than their source. */
    larger: count,
    /** Sources delivered as they were. */
    kept: count,
    /** All others, in tenths: from 0 to below 10 %, from 10 to below 20 % and so on. */
    tenths: z.array(count).length(10),
  }),
  /** By format, most source bytes first. */
  formats: z.array(formatChangeSchema),
  /** By reason, the most frequent first. */
  failures: z.array(failureReasonSchema),
});

export type JobOutcomes = z.infer<typeof jobOutcomesSchema>;

/** What became of one file. */
export interface FileOutcome {
  /** Null where it was not found out. */
  readonly format: SourceFormat | null;
  readonly sourceBytes: number;
  readonly results: readonly TaskResult[];
}

/** Counts what files came to, one by one: of any number of files it is small. */
export class OutcomeRecorder {
  readonly #savings = { larger: 0, kept: 0, tenths: new Array<number>(10).fill(0) };
  readonly #formats = new Map<string, FormatChange>();
  readonly #failures = new Map<ErrorCode, FailureReason>();

  add({ format, sourceBytes, results }: FileOutcome): void {
    for (const result of results.filter(isDelivered)) this.#deliver(format, sourceBytes, result);
    const failed = results.flatMap((result) => (result.status === "failed" ? [[result.error.code, result.error] as const] : []));
    // Of several the first is kept.
    const errors = new Map(failed.reverse());
    for (const { code, message } of errors.values()) {
      const known = this.#failures.get(code);
      this.#failures.set(code, { code, files: (known?.files ?? 0) + 1, message: known?.message ?? message });
    }
  }

  #deliver(from: SourceFormat | null, sourceBytes: number, { status, output }: DeliveredResult): void {
    const kept = status === "keptOriginal" ? 1 : 0;
    const key = `${from} ${output.format}`;
    const known = this.#formats.get(key);
    this.#formats.set(key, {
      from,
      to: output.format,
      outputs: (known?.outputs ?? 0) + 1,
      kept: (known?.kept ?? 0) + kept,
      sourceBytes: (known?.sourceBytes ?? 0) + sourceBytes,
      outputBytes: (known?.outputBytes ?? 0) + output.bytes,
    });
    if (kept === 1) this.#savings.kept += 1;
    else if (output.bytes > sourceBytes) this.#savings.larger += 1;
    else {
      const tenth = Math.floor(((sourceBytes - output.bytes) * 10) / sourceBytes);
      this.#savings.tenths[tenth] = (this.#savings.tenths[tenth] as number) + 1;
    }
  }

  snapshot(): JobOutcomes {
    const { tenths, ...others } = this.#savings;
    return {
      savings: { ...others, tenths: [...tenths] },
      formats: [...this.#formats.values()].sort((one, other) => other.sourceBytes - one.sourceBytes),
      failures: [...this.#failures.values()].sort((one, other) => other.files - one.files),
    };
  }
}
