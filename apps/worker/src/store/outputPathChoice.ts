import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Id } from "@pixelmill/core";

/** Candidates tried before the next free one is remembered. Deep searches are rare: many files of one and the same path. */
const rememberFrom = 8;

/** The output path of a task, and the form under which it is unique in its job. */
export interface ChosenPath {
  readonly outputPath: string;
  readonly foldedOutputPath: string;
}

/**
 * Two paths that some file system takes for one have the same folded form: letter case and Unicode's composed and
 * decomposed forms are levelled. It levels a little more than any file system does (`ß` is `ss`), which is harmless.
 */
export const foldedPath = (path: string): string => path.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");

/** Picks the first path that no other output of the job has, and that is no folder of one and below none. */
export class OutputPathChoice {
  readonly #taken: StatementSync;
  readonly #takenBelow: StatementSync;
  /** By job, by the first two candidates, which stand for the whole list: how many candidates are known to be taken. */
  readonly #skips = new Map<Id, Map<string, number>>();

  constructor(database: DatabaseSync) {
    this.#taken = database.prepare("SELECT 1 FROM tasks WHERE jobId = ? AND foldedOutputPath = ?");
    // "0" comes right after "/", so the range holds exactly what begins with the folder's name and a slash.
    this.#takenBelow = database.prepare(
      "SELECT 1 FROM tasks WHERE jobId = :jobId AND foldedOutputPath > :folder || '/' AND foldedOutputPath < :folder || '0' LIMIT 1",
    );
  }

  /** Throws where the candidates run out. */
  choose(jobId: Id, candidates: Iterable<string>): ChosenPath {
    const beginning: string[] = [];
    let skip = 0;
    let at = 0;
    for (const outputPath of candidates) {
      if (at < 2) beginning.push(foldedPath(outputPath));
      if (at === 1) skip = this.#skips.get(jobId)?.get(beginning.join("\n")) ?? 0;
      const foldedOutputPath = at < 2 ? (beginning[at] ?? "") : foldedPath(outputPath);
      if (at >= skip && this.#isFree(jobId, foldedOutputPath)) {
        if (at >= rememberFrom) this.#remember(jobId, beginning.join("\n"), at);
        return { outputPath, foldedOutputPath };
      }
      at += 1;
    }
    throw new Error(`None of the ${at} output paths is free.`);
  }

  forget(jobId: Id): void {
    this.#skips.delete(jobId);
  }

  #isFree(jobId: Id, folded: string): boolean {
    if (this.#taken.get(jobId, folded) !== undefined) return false;
    if (this.#takenBelow.get({ jobId, folder: folded }) !== undefined) return false;
    return foldersOf(folded).every((folder) => this.#taken.get(jobId, folder) === undefined);
  }

  #remember(jobId: Id, beginning: string, taken: number): void {
    const skips = this.#skips.get(jobId) ?? new Map<string, number>();
    this.#skips.set(jobId, skips.set(beginning, taken));
  }
}

/** Every folder that the path lies in, the outermost first. */
function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}
