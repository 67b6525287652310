import { stat } from "node:fs/promises";
import { type DeliveredResult, type ImageInfo, isAlreadyOptimized, keptOriginal, type Settings } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import { encodersBehaviour } from "../../ledger/behaviour.ts";
import { ledgerKeys, treatmentName } from "../../ledger/keys.ts";
import type { Log } from "../../pool/log.ts";
import { sha256OfFile } from "../../store/fileHash.ts";
import { FileLedger, type LedgerEntry } from "./fileLedger.ts";

/** A source by its bytes, and how its file looked when they were read. */
export interface SourceBytes {
  readonly file: string;
  readonly sha256: string;
  readonly looks: string;
}

/** An output that needs no encode. */
export interface KnownOutput {
  readonly result: DeliveredResult;
  /** SHA-256 of the delivered file. */
  readonly sha256: string;
  /** What it can be copied from: the source where the original is kept. */
  readonly from: string;
  /** What says so; null where the source's own bytes do. */
  readonly entry: LedgerEntry | null;
}

/** An output that was made and is in its place. */
export interface PlacedOutput {
  /** Its place among the settings' outputs. */
  readonly position: number;
  readonly result: DeliveredResult;
  /** Of the file; null where the original was kept. */
  readonly sha256: string | null;
  /** Absolute path. */
  readonly file: string;
}

/** The ledger as one run uses it. One that fails is used no more: then everything is encoded, and no file fails for it. */
export class RunLedger {
  readonly #log: Log;
  readonly #behaviour: string;
  #ledger: FileLedger | null;

  private constructor(ledger: FileLedger, behaviour: string, log: Log) {
    [this.#ledger, this.#behaviour, this.#log] = [ledger, behaviour, log];
  }

  /** Rejects where the file cannot be used. */
  static async open(file: string, log: Log): Promise<RunLedger> {
    return new RunLedger(await FileLedger.open(file), await encodersBehaviour(), log);
  }

  /** The bytes of a source; null where they cannot be read, which its inspection will tell. */
  async bytesOf(file: string): Promise<SourceBytes | null> {
    try {
      const looks = await looksOf(file);
      return { file, sha256: await sha256OfFile(file), looks };
    } catch {
      return null;
    }
  }

  /** Whether a source is still what it was when its bytes were read. */
  async isUnchanged({ file, looks }: SourceBytes): Promise<boolean> {
    return (await looksOf(file).catch(() => null)) === looks;
  }

  /** What is known of a source's outputs, in their order; null where one is to be encoded. */
  known({ sha256, file }: SourceBytes, info: ImageInfo, settings: Settings): (KnownOutput | null)[] {
    const treatments = this.#try((ledger) => ledger.treatmentsOf(sha256)) ?? [];
    const keys = ledgerKeys(sha256, settings, this.#behaviour);
    return settings.outputs.map((wish, at) => {
      if (treatments.length > 0 && isAlreadyOptimized(info, wish, treatments.includes(treatmentName(wish))))
        return { result: keptOriginal(info, "alreadyOptimized"), sha256, from: file, entry: null };
      const entry = this.#try((ledger) => ledger.find(keys[at] ?? ""));
      if (entry === null) return null;
      return { result: { ...entry.result, reused: true }, sha256: entry.sha256, from: entry.file ?? file, entry };
    });
  }

  /** Remembers what was made of a source. */
  add({ sha256: sourceSha256 }: SourceBytes, settings: Settings, made: readonly PlacedOutput[]): void {
    const keys = ledgerKeys(sourceSha256, settings, this.#behaviour);
    for (const { position, result, sha256, file } of made) {
      const [key, wish] = [keys[position], settings.outputs[position]];
      if (key === undefined || wish === undefined) continue;
      const isMade = sha256 !== null;
      const found = isMade
        ? { sha256, treatment: treatmentName(wish), file }
        : { sha256: sourceSha256, treatment: null, file: null };
      this.#try((ledger) => ledger.add({ key, result, ...found }));
    }
  }

  /** A known file has a copy in another place now: the newer one is more likely to stay. */
  moved({ entry }: KnownOutput, file: string): void {
    if (entry !== null && entry.file !== null && entry.file !== file) this.#try((ledger) => ledger.add({ ...entry, file }));
  }

  close(): void {
    this.#try((ledger) => ledger.close());
  }

  #try<T>(use: (ledger: FileLedger) => T): T | null {
    if (this.#ledger === null) return null;
    try {
      return use(this.#ledger);
    } catch (error) {
      this.#log.warn({ err: error }, "the ledger failed: everything is encoded from now on");
      this.#ledger = null;
      return null;
    }
  }
}

/** What changes when somebody writes the file or puts another in its place. */
async function looksOf(file: string): Promise<string> {
  const { ino, size, mtimeNs } = await stat(native.longPath(file), { bigint: true });
  return `${ino} ${size} ${mtimeNs}`;
}
