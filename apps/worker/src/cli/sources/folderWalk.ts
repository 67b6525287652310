import type { Dirent } from "node:fs";
import { failure } from "@pixelmill/core";
import { readFolder } from "@pixelmill/native";
import { type FileFacts, fileFacts } from "./fileFacts.ts";
import { imageName, isHidden } from "./imageName.ts";
import { below, byTreePath, type Place, toSource } from "./place.ts";
import type { Source, UnreadableSource } from "./source.ts";
import { systemReason } from "./systemReason.ts";

/** Files looked at together. */
const filesAtOnce = 64;

/**
 * Collects the files of folders and of all that is below them. Links are followed, and every folder is walked once, whichever
 * links lead to it: what lies in a tree comes before what is only linked, so links that lead back or in circles change nothing.
 */
export class FolderWalk {
  /** By absolute path. */
  readonly sources = new Map<string, Source>();
  readonly unreadable: UnreadableSource[] = [];
  /** Files passed over. */
  skipped = 0;
  readonly #signal: AbortSignal;
  readonly #walked: Set<string>;
  readonly #linked: Place[] = [];

  /** `passedOver`: identities of folders that are left out. Walking ends early where the signal aborts. */
  constructor(passedOver: Iterable<string>, signal: AbortSignal) {
    this.#walked = new Set(passedOver);
    this.#signal = signal;
  }

  async walk(folders: readonly Place[]): Promise<void> {
    await this.#walkAll([...folders]);
    while (this.#linked.length > 0) await this.#walkAll(this.#linked.splice(0).sort(byTreePath));
  }

  addUnreadable(shownPath: string, reason: string): void {
    this.unreadable.push({ shownPath, error: failure("sourceUnreadable", { reason }) });
  }

  /** `waiting` grows while it is walked. */
  async #walkAll(waiting: Place[]): Promise<void> {
    for (const folder of waiting) {
      if (this.#signal.aborted) return;
      try {
        waiting.push(...(await this.#walkOne(folder)));
      } catch (error) {
        this.addUnreadable(folder.shownPath, systemReason(error));
      }
    }
  }

  /** Takes in the files of one folder and gives the folders in it. */
  async #walkOne(folder: Place): Promise<Place[]> {
    const { identity } = await fileFacts(folder.path);
    if (this.#walked.has(identity)) return [];
    this.#walked.add(identity);
    const entries = await readFolder(folder.path);
    const folders = entries.filter((entry) => entry.isDirectory());
    const files = entries.filter((entry) => !entry.isDirectory());
    const shown = files.filter(({ name }) => !isHidden(name));
    this.skipped += files.length - shown.length;
    await this.#addFiles(folder, shown);
    const visible = folders.filter(({ name }) => !isHidden(name)).map(({ name }) => below(folder, name));
    return visible.sort(byTreePath);
  }

  async #addFiles(folder: Place, entries: readonly Dirent[]): Promise<void> {
    for (let start = 0; start < entries.length && !this.#signal.aborted; start += filesAtOnce) {
      const some = entries.slice(start, start + filesAtOnce);
      await Promise.all(some.map((entry) => this.#addEntry(below(folder, entry.name), entry)));
    }
  }

  async #addEntry(place: Place, entry: Dirent): Promise<void> {
    const says = imageName(entry.name);
    try {
      // A link may lead to a folder, whatever its name.
      const facts = says === "other" && !entry.isSymbolicLink() ? null : await fileFacts(place.path);
      if (facts?.kind === "folder") this.#linked.push(place);
      else if (facts?.kind === "file" && says !== "other") this.#addFile(place, facts, says === "unknown");
      else this.skipped += 1;
    } catch (error) {
      if (says === "image") this.addUnreadable(place.shownPath, systemReason(error));
      else this.skipped += 1;
    }
  }

  #addFile(place: Place, facts: FileFacts, guessed: boolean): void {
    this.sources.set(place.path, toSource(place, facts, guessed));
  }
}
