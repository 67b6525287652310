import { type ImageInfo, isUnpacked, ok, type Pass, type Result } from "@pixelmill/core";
import { removeFile } from "@pixelmill/native";
import type { Metadata, Sharp } from "sharp";
import type { EncodeTask } from "../../protocol/messages.ts";
import type { Desk } from "../desk.ts";
import { type Timing, type Untold, unpack } from "../unpack/unpack.ts";

/**
 * Desks on which the passes of a task find a source that libvips reads: the one that was given, or what was unpacked of it. What has to
 * be unpacked is unpacked once, for the first pass that wants it.
 */
export class Sources {
  readonly #info: ImageInfo;
  readonly #desk: Desk;
  readonly #source: string;
  readonly #unpackedPath: string;
  /** Frames that any pass wants of what is unpacked. */
  readonly #frames: number;
  #unpacked: Result<Untold> | null = null;

  constructor({ taskId, info }: EncodeTask, desk: Desk, passes: readonly Pass[]) {
    this.#info = info;
    this.#desk = desk;
    this.#source = desk.source(taskId);
    this.#unpackedPath = desk.draft(taskId, 0, "unpacked");
    this.#frames = Math.max(1, ...passes.map(({ frames }) => frames));
  }

  /** Fails with `corruptImage`, `truncatedImage` or `unsupportedVariant`; throws where the files can't be read or written. */
  async deskOf({ frames }: Pass): Promise<Result<Desk>> {
    if (!isUnpacked(this.#info, frames)) return ok(this.#desk);
    this.#unpacked ??= await unpack(this.#source, this.#info, this.#frames, this.#unpackedPath);
    if (!this.#unpacked.ok) return this.#unpacked;
    const { timing, metadata } = this.#unpacked.value;
    return ok({ ...this.#desk, source: () => this.#unpackedPath, timing: frames === 1 ? null : timing, metadata });
  }

  async close(): Promise<void> {
    await removeFile(this.#unpackedPath);
  }
}

/** What GIF has room for, in a delay and in the number of loops. */
const mostOfBoth = 65_535;

/** Gives an animation its timing, where its file can't: options of both formats that hold frames, and one of them is chosen later. */
export const keepTiming = (image: Sharp, timing: Timing | null): Sharp =>
  timing === null ? image : image.webp(writable(timing));

/** The header of an animation with its timing, where its file can't tell it. */
export const withTiming = (header: Metadata, timing: Timing | null): Metadata =>
  timing === null ? header : { ...header, ...writable(timing) };

const writable = ({ delay, loop }: Timing) => ({
  delay: delay.map((ms) => Math.min(ms, mostOfBoth)),
  loop: Math.min(loop, mostOfBoth),
});
