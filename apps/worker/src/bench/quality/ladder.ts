import type { ScoredFormat } from "@pixelmill/core";
import type { BenchFile } from "../variants/variant.ts";
import type { Lane, OwnFile } from "./lane.ts";

/** One image in one format by Balanced at every quality that anyone asks for, each encoded and scored once. */
export class Ladder {
  readonly #image: BenchFile;
  readonly #format: ScoredFormat;
  readonly #rungs = new Map<number, OwnFile & { readonly quality: number }>();

  constructor(image: BenchFile, format: ScoredFormat) {
    this.#image = image;
    this.#format = format;
  }

  async at(lane: Lane, quality: number): Promise<OwnFile & { readonly quality: number }> {
    const known = this.#rungs.get(quality);
    if (known !== undefined) return known;
    const rung = { ...(await lane.encodeAndScore(this.#image, { format: this.#format, quality })), quality };
    this.#rungs.set(quality, rung);
    return rung;
  }
}
