import {
  type ImageInfo,
  isAlreadyOptimized,
  isDelivered,
  type JobRecord,
  type KnownOutput,
  keptOriginal,
  type OutputSettings,
  type Settings,
  type TaskRecord,
  type TaskResult,
} from "@pixelmill/core";
import { encodersBehaviour } from "../ledger/behaviour.ts";
import { ledgerKeys, treatmentName } from "../ledger/keys.ts";
import type { Parts } from "./parts.ts";

/** An output that needs no encode: its result and its file, which may be another output's as well. */
export interface ReadyOutput {
  readonly result: TaskResult;
  readonly key: string;
}

/** A source, as far as it matters to what was made of it. */
type Source = Pick<TaskRecord, "sourceKey" | "sha256">;

/** What is ready of a task's outputs, in their order; null where one is to be encoded. */
export type ReadyOutputs = readonly (ReadyOutput | null)[];

/**
 * What was made before and need not be made again. Only outputs of the owner's own jobs are served: whether another has sent the same
 * file is nobody's business. That a file was made here is known of everyone's, and says no more than the file itself.
 */
export class Ledger {
  readonly #parts: Pick<Parts, "store" | "blobs" | "config">;
  #behaviour = "";
  #served = 0;

  constructor(parts: Pick<Parts, "store" | "blobs" | "config">) {
    this.#parts = parts;
  }

  /** To be called before the first task. */
  async start(): Promise<void> {
    this.#behaviour = await encodersBehaviour();
  }

  /** Tasks that no encoder was needed for. */
  get served(): number {
    return this.#served;
  }

  /** A task has ended with nothing but what was ready. */
  taskServed(): void {
    this.#served += 1;
  }

  /** Under what the outputs of a source are found again, in their order. */
  keysOf({ sha256 }: Pick<TaskRecord, "sha256">, settings: Settings): string[] {
    return ledgerKeys(sha256, settings, this.#behaviour);
  }

  /** What is ready of a task that is about to be encoded. */
  async ready({ owner, settings }: Pick<JobRecord, "owner" | "settings">, task: Source, info: ImageInfo): Promise<ReadyOutputs> {
    const { store, config } = this.#parts;
    if (!config.ledger) return settings.outputs.map(() => null);
    const treatments = await store.treatmentsOf(task.sha256);
    const known = await store.knownOutputs(owner, this.keysOf(task, settings));
    return Promise.all(
      settings.outputs.map((wish, at) => this.#leftAlone(task, info, wish, treatments) ?? this.#serve(task, known[at] ?? null)),
    );
  }

  #leftAlone(task: Source, info: ImageInfo, wish: OutputSettings, treatments: readonly string[]): ReadyOutput | null {
    const isLeft = treatments.length > 0 && isAlreadyOptimized(info, wish, treatments.includes(treatmentName(wish)));
    return isLeft ? { result: keptOriginal(info, "alreadyOptimized"), key: task.sourceKey } : null;
  }

  async #serve({ sourceKey }: Source, known: KnownOutput | null): Promise<ReadyOutput | null> {
    if (known === null || !isDelivered(known.result)) return null;
    // How it was named is a matter of the earlier path.
    const warnings = known.result.warnings.filter((warning) => warning !== "renamed");
    const result = { ...known.result, warnings, reused: true as const };
    if (result.status === "keptOriginal") return { result, key: sourceKey };
    return (await this.#isWhole(known.key, result.output.bytes)) ? { result, key: known.key } : null;
  }

  /** Whether the file is there, as long as it was; one that somebody removed from the disk is forgotten. */
  async #isWhole(key: string, bytes: number): Promise<boolean> {
    const facts = await this.#parts.blobs.head(key);
    if (facts?.bytes === bytes) return true;
    await this.#parts.store.forgetFile(key);
    return false;
  }
}

/** A task that the engine has a part of: the settings of all its outputs, and those that were ready before. */
export interface PartlyReady {
  readonly settings: Settings;
  readonly ready: ReadyOutputs;
}

/** What an encoder is asked for: the outputs that are not ready. */
export const settingsToEncode = ({ settings, ready }: PartlyReady): Settings => ({
  ...settings,
  outputs: settings.outputs.filter((_, at) => ready[at] === null),
});
