import { rm } from "node:fs/promises";
import { join } from "node:path";
import {
  codecRefusal,
  type DeliveredResult,
  type Failure,
  fail,
  failure,
  formatBytes,
  type Id,
  type ImageInfo,
  isDelivered,
  maxPathLength,
  ok,
  outputPaths,
  type Result,
  sourceFacts,
} from "@pixelmill/core";
import { mkdir, removeFile } from "@pixelmill/native";
import type { EngineEnd } from "../engine/engine.ts";
import { withRenamed } from "./outputs.ts";
import type { Parts } from "./parts.ts";
import type { OneShotAnswer, OneShotWish } from "./service.ts";
import { takeOffDesk } from "./takeOffDesk.ts";

/**
 * Images that are sent, encoded and answered in one request. They are no jobs: nothing of them is in a store, and nothing outlives
 * the request, so nothing is fsynced. Whoever sent one gets it back, or an error, and can send it again.
 */
export class OneShots {
  readonly #parts: Parts;
  readonly #directory: string;
  /** What is done with the end of each that the engine has. */
  readonly #waiting = new Map<Id, (end: EngineEnd) => Promise<void>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#directory = join(parts.config.dataDir, "one-shot");
  }

  /** Makes the folder, without what a killed service left in it. */
  async start(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
    await mkdir(this.#directory);
  }

  /** The end of a task that is one of these; null where it is not. */
  ended(end: EngineEnd): Promise<void> | null {
    const settle = this.#waiting.get(end.task.id);
    this.#waiting.delete(end.task.id);
    return settle?.(end) ?? null;
  }

  /** Receives and encodes one image. Null where the sender leaves before it is done. */
  async run(wish: OneShotWish, leaving: AbortSignal): Promise<Result<OneShotAnswer | null>> {
    const refusal = this.#refusal(wish);
    if (refusal !== null) return fail(refusal);
    const id = this.#parts.newId();
    const files = { source: join(this.#directory, id), output: join(this.#directory, `${id}-output`) };
    const remove = async (): Promise<void> => void (await Promise.all([removeFile(files.source), removeFile(files.output)]));
    let kept = false;
    try {
      const answer = await this.#answer(id, files, wish, leaving);
      if (!answer.ok || answer.value === null) return answer.ok ? ok(null) : answer;
      kept = true;
      return ok({ ...answer.value, remove });
    } finally {
      if (!kept) await remove();
    }
  }

  #refusal({ path, settings, announcedBytes }: OneShotWish): Failure | null {
    const { config, codecs } = this.#parts;
    const unavailable = codecRefusal(settings, codecs);
    if (unavailable !== null) return unavailable;
    if (path.length > maxPathLength) return failure("pathTooLong", { limit: maxPathLength });
    if ((announcedBytes ?? 0) > config.maxFileBytes) return failure("fileTooLarge", { limit: formatBytes(config.maxFileBytes) });
    return null;
  }

  async #answer(id: Id, files: Files, wish: OneShotWish, leaving: AbortSignal): Promise<Result<Answer | null>> {
    const received = await this.#receive(files.source, wish);
    if (!received.ok) return received;
    const info = await this.#parts.engine.inspect(files.source);
    if (!info.ok) return info;
    if (leaving.aborted) return ok(null);
    const { results, course } = await this.#encode(id, files, wish, info.value, leaving);
    const result = results[0];
    if (result === undefined || result.status === "cancelled") return ok(null);
    if (!isDelivered(result)) return fail(result.error);
    const file = result.status === "optimized" ? files.output : files.source;
    return ok({ ...delivery(wish.path, info.value, result), file, sourceBytes: info.value.bytes, encodeMs: course.runMs });
  }

  async #receive(file: string, wish: OneShotWish): Promise<Result<null>> {
    const room = await this.#parts.disk.take(wish.announcedBytes ?? 0);
    if (room === null) return fail(failure("storageFull"));
    try {
      return await wish.receive(file, room);
    } finally {
      room.release();
    }
  }

  #encode(id: Id, files: Files, { settings }: OneShotWish, info: ImageInfo, leaving: AbortSignal): Promise<EngineEnd> {
    const { engine } = this.#parts;
    const task = { id, jobId: id, priority: "interactive", info, settings } as const;
    const cancel = (): void => engine.cancel([id]);
    return new Promise<EngineEnd>((resolve, reject) => {
      this.#waiting.set(id, (end) => takeOutput(end, files.output).then(() => resolve(end), reject));
      leaving.addEventListener("abort", cancel);
      engine.submit([{ task, sourceFile: files.source }]);
    }).finally(() => leaving.removeEventListener("abort", cancel));
  }
}

interface Files {
  readonly source: string;
  readonly output: string;
}

type Answer = Omit<OneShotAnswer, "remove">;

async function takeOutput({ outputFiles }: EngineEnd, to: string): Promise<void> {
  const [file] = outputFiles;
  if (file !== null && file !== undefined) await takeOffDesk(file, to);
}

function delivery(path: string, info: ImageInfo, result: DeliveredResult): Pick<Answer, "path" | "mimeType" | "result"> {
  const { format } = result.output;
  const [delivered = path] = outputPaths(path, info.format, format);
  return { path: delivered, mimeType: sourceFacts[format].mimeType, result: withRenamed(result, path) };
}
