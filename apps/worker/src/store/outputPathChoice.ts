import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type Id, numberedFolder } from "@pixelmill/core";

/** Candidates tried before the next free one is remembered. Deep searches are rare: many files of one and the same path. */
const rememberFrom = 8;

/** The path of an output, and the form under which it is unique in its job. */
export interface ChosenPath {
  readonly path: string;
  readonly foldedPath: string;
}

/**
 * Two paths that some file system takes for one have the same folded form: letter case and Unicode's composed and
 * decomposed forms are levelled. It levels a little more than any file system does (`ß` is `ss`), which is harmless.
 */
const folded = (path: string): string => path.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");

/** Picks the first path that no other output of the job has, and that is no folder of one and below none. */
export class OutputPathChoice {
  readonly #path: StatementSync;
  readonly #pathBelow: StatementSync;
  /** By job, by the first two candidates, which stand for the whole list: how many candidates are known to be taken. */
  readonly #known = new Map<Id, Map<string, number>>();

  constructor(database: DatabaseSync) {
    this.#path = database.prepare("SELECT 1 FROM outputs WHERE jobId = ? AND foldedPath = ?");
    // "0" comes right after "/", so the range holds exactly what begins with the folder's name and a slash.
    this.#pathBelow = database.prepare(
      `SELECT 1 FROM outputs WHERE jobId = :jobId AND foldedPath > :folder || '/' AND foldedPath < :folder || '0'
       LIMIT 1`,
    );
  }

  /** Throws where the candidates run out. */
  choose(jobId: Id, candidates: Iterable<string>): ChosenPath {
    let [list, taken, at] = ["", 0, 0];
    for (const candidate of candidates) {
      if (at === 0) list = candidate;
      if (at === 1) {
        list = folded(`${list}\n${candidate}`);
        taken = this.#taken(jobId, list);
      }
      const chosen = at < taken ? null : this.#ifFree(jobId, this.#besideFiles(jobId, candidate));
      if (chosen !== null) {
        if (at >= rememberFrom) this.#remember(jobId, list, at);
        return chosen;
      }
      at += 1;
    }
    throw new Error(`None of the ${at} output paths is free.`);
  }

  forget(jobId: Id): void {
    this.#known.delete(jobId);
  }

  #ifFree(jobId: Id, path: string): ChosenPath | null {
    const foldedPath = folded(path);
    const isFree = !this.#isFile(jobId, path) && this.#pathBelow.get({ jobId, folder: foldedPath }) === undefined;
    return isFree ? { path, foldedPath } : null;
  }

  /** The path with every folder renamed that an output is called by: no name of the file alone would be free below it. */
  #besideFiles(jobId: Id, path: string): string {
    const parts = path.split("/");
    const name = parts.pop();
    let folders = "";
    for (const part of parts) {
      let folder = part;
      for (let number = 2; this.#isFile(jobId, folders + folder); number += 1) folder = numberedFolder(part, number);
      folders += `${folder}/`;
    }
    return `${folders}${name}`;
  }

  #isFile(jobId: Id, path: string): boolean {
    return this.#path.get(jobId, folded(path)) !== undefined;
  }

  #taken(jobId: Id, list: string): number {
    return this.#known.get(jobId)?.get(list) ?? 0;
  }

  #remember(jobId: Id, list: string, taken: number): void {
    const lists = this.#known.get(jobId) ?? new Map<string, number>();
    this.#known.set(jobId, lists.set(list, taken));
  }
}
