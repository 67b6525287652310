import { type Failure, fail, failure, type Id, type ImageInfo, ok, type Result } from "@pixelmill/core";
import type { Parts } from "./parts.ts";

const prefix = "previews/";

/** Where the preview of a stored file is kept: it goes with the file. */
const previewKey = (key: string): string => prefix + key;

/** The file that a key is the preview's of; null where it is no preview's. */
export const previewedKey = (key: string): string | null => (key.startsWith(prefix) ? key.slice(prefix.length) : null);

/** Keys of files that are to be deleted, with those of their previews, which most of them don't have. */
export const withPreviews = (keys: readonly string[]): string[] => keys.flatMap((key) => [key, previewKey(key)]);

/** A stored file, of which a preview is wanted. */
export interface PreviewSource {
  readonly key: string;
  /** The task that it belongs to. */
  readonly taskId: Id;
  readonly info: ImageInfo;
}

/** A file of the blob store that shows a picture. */
export interface PreviewFile {
  readonly key: string;
  readonly bytes: number;
}

/** One that is being made, and how many wait for it. */
interface Making {
  waiting: number;
  readonly made: Promise<Result<PreviewFile | null>>;
}

/** Previews of sources and results: each is made when somebody looks for the first time, and kept as long as its file. */
export class Previews {
  readonly #parts: Pick<Parts, "blobs" | "store" | "engine" | "disk" | "newId">;
  readonly #making = new Map<string, Making>();

  constructor(parts: Pick<Parts, "blobs" | "store" | "engine" | "disk" | "newId">) {
    this.#parts = parts;
  }

  /** The preview of a file that is there already; null where none was made. */
  async kept(key: string): Promise<PreviewFile | null> {
    const facts = await this.#parts.blobs.head(previewKey(key));
    return facts === null ? null : { key: previewKey(key), bytes: facts.bytes };
  }

  /** Makes the preview of a file. Null where none is better than the file itself. What nobody waits for any more is not begun. */
  async make(source: PreviewSource, leaving: AbortSignal): Promise<Result<PreviewFile | null>> {
    const making = this.#making.get(source.key) ?? this.#begin(source);
    making.waiting += 1;
    const leave = (): void => {
      making.waiting -= 1;
    };
    leaving.addEventListener("abort", leave, { once: true });
    if (leaving.aborted) leave();
    try {
      return await making.made;
    } finally {
      leaving.removeEventListener("abort", leave);
    }
  }

  #begin(source: PreviewSource): Making {
    const making: Making = {
      waiting: 0,
      made: Promise.resolve()
        .then(() => this.#make(source, () => making.waiting > 0))
        .finally(() => this.#making.delete(source.key)),
    };
    this.#making.set(source.key, making);
    return making;
  }

  async #make(source: PreviewSource, isWanted: () => boolean): Promise<Result<PreviewFile | null>> {
    // Without loss it takes at most its pixels.
    const room = await this.#parts.disk.take(source.info.width * source.info.height * 4);
    if (room === null) return fail(failure("storageFull"));
    try {
      return await this.#makeFile(source, isWanted);
    } finally {
      room.release();
    }
  }

  async #makeFile({ key, taskId, info }: PreviewSource, isWanted: () => boolean): Promise<Result<PreviewFile | null>> {
    const { blobs, engine, newId } = this.#parts;
    const wish = { id: newId(), info, sourceFile: blobs.pathOf(key), isWanted };
    const made = await engine.preview(wish, (file) => blobs.adopt(previewKey(key), file));
    if (!made.ok && made.error.code === "sourceUnreadable") return fail(failure("notFound"));
    if (!made.ok || made.value === null) return made.ok ? ok(null) : made;
    const gone = await this.#removedIfGone(key, taskId);
    return gone === null ? ok({ key: previewKey(key), bytes: made.value.bytes }) : fail(gone);
  }

  /** Its job may have been deleted meanwhile, which found no preview to take along. */
  async #removedIfGone(key: string, taskId: Id): Promise<Failure | null> {
    const task = await this.#parts.store.task(taskId);
    if (task !== null && (task.sourceKey === key || task.outputs.some((output) => output.key === key))) return null;
    await this.#parts.blobs.delete([previewKey(key)]);
    return failure("notFound");
  }
}
