import { join } from "node:path";
import {
  type DeliveredFormat,
  fail,
  failure,
  isRenamed,
  keepsName,
  type OutputNaming,
  ok,
  outputPaths,
  type Result,
  type SourceFormat,
  safePath,
} from "@pixelmill/core";
import { fileFactsOrNull } from "../sources/fileFacts.ts";
import type { Source } from "../sources/source.ts";
import { systemReason } from "../sources/systemReason.ts";

/** Where an output goes. */
export interface OutputPlace {
  /** Path in the output folder, folders separated by `/`. */
  readonly path: string;
  /** The same, the output folder before it. */
  readonly file: string;
  /** It takes the place of its own source. */
  readonly inPlace: boolean;
}

export interface OutputPlanOptions {
  readonly outDir: string;
  readonly overwrite: boolean;
  /** Whether outputs go into the folders of their sources; otherwise all go into the output folder itself. */
  readonly keepTree: boolean;
  readonly sources: readonly Source[];
}

/**
 * Gives every output a path of its own, the first free one of core's `outputPaths`. Asked in the order of the sources, it gives the
 * same paths in every run. Names that differ only in capitals or in the way accents are written count as the same, as they are on
 * Windows and macOS.
 *
 * It guards the sources, whatever links or spelling lead to them: without `overwrite` no output replaces any of them, with it only
 * its own.
 */
export class OutputPlan {
  readonly #options: OutputPlanOptions;
  readonly #sources: ReadonlySet<string>;
  readonly #taken: Set<string>;
  /** Paths of outputs that take the place of their own source. */
  readonly #replaced = new Set<string>();

  constructor(options: OutputPlanOptions) {
    this.#options = options;
    this.#sources = new Set(options.sources.map(({ identity }) => identity));
    const folders = options.keepTree ? options.sources.flatMap(({ treePath }) => foldersOf(treePath)) : [];
    this.#taken = new Set(folders.map(keyOf));
  }

  /**
   * `naming` says how its name is made. Fails with `outputExists` where a source would be replaced, and with `outputUnwritable`
   * where the place can't be looked at.
   */
  async take(source: Source, from: SourceFormat, to: DeliveredFormat, naming: OutputNaming): Promise<Result<OutputPlace>> {
    try {
      const own = keepsName(naming) && from === to ? await this.#ownPlace(source) : null;
      if (own !== null) return ok(own);
      for (const path of outputPaths(source.treePath, from, to, naming)) {
        const place = await this.#tryTake(source, path);
        if (place !== null) return place;
      }
    } catch (error) {
      return fail(failure("outputUnwritable", { reason: systemReason(error) }));
    }
    throw new Error("outputPaths came to an end");
  }

  /**
   * The source's own place, under a name that is not safe everywhere: made safe it would be another file, and one more in every run.
   * Null where the output does not replace its source, or the name is safe and core's paths have it.
   */
  async #ownPlace(source: Source): Promise<OutputPlace | null> {
    const { outDir, overwrite } = this.#options;
    const path = source.treePath;
    if (!overwrite || !isRenamed(path) || this.#replaced.has(path)) return null;
    const file = join(outDir, ...path.split("/"));
    if ((await fileFactsOrNull(file))?.identity !== source.identity) return null;
    return this.#place(path, file, true);
  }

  /** Null where the path is taken. */
  async #tryTake(source: Source, path: string): Promise<Result<OutputPlace> | null> {
    const { outDir, overwrite } = this.#options;
    const file = join(outDir, ...path.split("/"));
    const existing = await fileFactsOrNull(file);
    const replacesSource = existing !== null && this.#sources.has(existing.identity);
    const inPlace = overwrite && existing?.identity === source.identity && !this.#replaced.has(path);
    if (!inPlace && this.#taken.has(keyOf(path))) return null;
    if (replacesSource && !overwrite) return fail(failure("outputExists"));
    if (replacesSource && !inPlace) return null;
    return ok(this.#place(path, file, inPlace));
  }

  #place(path: string, file: string, inPlace: boolean): OutputPlace {
    this.#taken.add(keyOf(path));
    if (inPlace) this.#replaced.add(path);
    return { path, file, inPlace };
  }
}

const keyOf = (path: string): string => path.normalize("NFC").toLowerCase();

/** The folders that an output of this path needs: no output may have the name of one. */
function foldersOf(treePath: string): string[] {
  const parts = safePath(treePath).split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}
