import type { BenchVariant, ImageInfo, Settings } from "@pixelmill/core";
import type { EngineRunResult } from "../engine/engineRun.ts";
import type { FileResult } from "./fileResult.ts";

/** An image of a set. */
export interface BenchFile {
  /** Path within the set, folders separated by `/`. */
  readonly name: string;
  /** Absolute path. */
  readonly source: string;
  readonly info: ImageInfo;
}

/** What a case asks for: every file of a set under the same settings. */
export interface Work {
  readonly files: readonly BenchFile[];
  readonly settings: Settings;
  /** Whether the engine gets all tasks at once when every header is read, instead of each as soon as its own is. */
  readonly together?: boolean;
  /** Name of a file that the engine gets as interactive when half of the others have ended. */
  readonly urgent?: string;
}

export interface VariantRun {
  readonly wallMs: number;
  readonly results: readonly FileResult[];
  /** What the engine noted; null for the others. */
  readonly engine: EngineRunResult | null;
  /** When its client heard of each end, Unix time in milliseconds, the first one first; only the service's client notes it. */
  readonly endedAt?: readonly number[];
}

/** Something that does a case's work, its processes warm. */
export interface Program {
  /** Processes whose CPU time, with that of all they started, is its own. */
  readonly cpuRoots: readonly number[];
  /** The same for memory. */
  readonly memoryRoots: readonly number[];
  /** What it may use in bytes, now; null where it knows no budget. */
  budgetBytes(): Promise<number | null>;
  /** Gets ready for a case, which is not measured. */
  prepare(work: Work): Promise<void>;
  /** Runs the files of the case, all of them or those named. */
  run(only?: ReadonlySet<string>): Promise<VariantRun>;
  stop(): Promise<void>;
}

/** One of the three that every case is about. */
export interface Variant extends Program {
  readonly name: BenchVariant;
}

/** The files that are asked for. */
export const chosenFiles = ({ files }: Work, only: ReadonlySet<string> | undefined): readonly BenchFile[] =>
  only === undefined ? files : files.filter(({ name }) => only.has(name));
