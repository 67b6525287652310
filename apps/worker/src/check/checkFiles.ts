import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { isDelivered, type TaskRecord } from "@pixelmill/core";
import { fileSize } from "@pixelmill/native";
import { blobPath, keyOfName } from "../store/blobPath.ts";
import { sha256OfFile } from "../store/fileHash.ts";
import type { Finding } from "./findings.ts";

/** A file that a row refers to, and what the row says of it. */
interface Reference {
  readonly key: string;
  readonly bytes: number;
  /** In hexadecimal; null for what was made here, of which the store keeps half a hash. */
  readonly sha256: string | null;
}

/** The files that a task refers to: its source and what it delivers. */
export function* referencesOf({ sourceKey, sourceBytes, sha256, outputs }: TaskRecord): Generator<Reference> {
  yield { key: sourceKey, bytes: sourceBytes, sha256 };
  for (const { result, key } of outputs)
    if (isDelivered(result) && key !== null && key !== sourceKey) yield { key, bytes: result.output.bytes, sha256: null };
}

/** Compares files with what rows say of them, each file once. */
export class FileCheck {
  readonly #directory: string;
  readonly #isKnownToBeMade: (sha256: string) => boolean;
  readonly #seen = new Map<string, { readonly bytes: number; readonly sha256: string } | null>();
  readonly findings: Finding[] = [];
  bytes = 0;

  /** `directory`: the blob store's. */
  constructor(directory: string, database: DatabaseSync) {
    this.#directory = directory;
    const made = database.prepare("SELECT 1 FROM madeFiles WHERE hash = unhex(substr(?, 1, 32))");
    this.#isKnownToBeMade = (sha256) => made.get(sha256) !== undefined;
  }

  async check({ key, bytes, sha256 }: Reference): Promise<void> {
    const file = await this.#read(key);
    if (file === null) this.#found("missingFile", key);
    else if (file.bytes !== bytes) this.#found("changedFile", `${key} has ${file.bytes} bytes in place of ${bytes}`);
    else if (sha256 === null ? !this.#isKnownToBeMade(file.sha256) : file.sha256 !== sha256)
      this.#found("changedFile", `${key} has other bytes than it had`);
  }

  /** Files of the blob store that no row refers to, and those that are no blobs. */
  async checkOthers(): Promise<number> {
    let files = 0;
    for (const entry of await entriesBelow(this.#directory)) {
      files += 1;
      const key = keyOfName(entry.name);
      if (key === null) this.#found("leftover", join("blobs", entry.name));
      else if (!this.#seen.has(key)) this.#found("orphan", key);
    }
    return files;
  }

  async #read(key: string) {
    const seen = this.#seen.get(key);
    if (seen !== undefined) return seen;
    const file = await this.#facts(key).catch(() => null);
    this.#seen.set(key, file);
    this.bytes += file?.bytes ?? 0;
    return file;
  }

  async #facts(key: string) {
    const { shard, name } = blobPath(key);
    const path = join(this.#directory, shard, name);
    return { bytes: await fileSize(path), sha256: await sha256OfFile(path) };
  }

  #found(kind: Finding["kind"], what: string): void {
    this.findings.push({ kind, what });
  }
}

/** Every file below a folder; none where it is not there. */
export async function entriesBelow(directory: string): Promise<Dirent[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => !entry.isDirectory());
}
