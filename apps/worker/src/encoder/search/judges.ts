import { formats, isPadded } from "@pixelmill/core";
import { isHeldTransparent } from "../steps/alpha.ts";
import type { HeldPixels } from "../steps/hold.ts";
import type { Bench } from "./bench.ts";
import { type Judge, openJudge } from "./judge.ts";

/** The judges of one picture's encodes: formats that are given the same pixels share one. */
export class Judges {
  readonly #transparent: boolean;
  readonly #judges = new Map<boolean, Promise<Judge>>();

  constructor(held: HeldPixels) {
    this.#transparent = isHeldTransparent(held);
  }

  /** The judge of what a bench encodes, which is laid on white where its format has no alpha. */
  judgeOf(bench: Bench): Promise<Judge> {
    const transparent = (this.#transparent || isPadded(bench.shape)) && formats[bench.shape.format].holdsAlpha;
    const known = this.#judges.get(transparent);
    if (known !== undefined) return known;
    const opened = this.#open(bench, transparent);
    this.#judges.set(transparent, opened);
    return opened;
  }

  async close(): Promise<void> {
    for (const judge of this.#judges.values()) (await judge).close();
  }

  async #open(bench: Bench, transparent: boolean): Promise<Judge> {
    const { width, height, frames } = bench.shape;
    return openJudge(await bench.source(), { pixels: width * height * frames, frames, transparent });
  }
}
