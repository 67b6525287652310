import type { ImageFormat, SourceFormat, TargetFormat } from "@pixelmill/core";
import type { Traits } from "./traits.ts";

/** One kind of source image: always the grid of coloured squares, of an animation in its first frame. */
export interface Kind {
  readonly name: string;
  readonly format: SourceFormat;
  /** The format in which it comes out where none is asked for. */
  readonly original: ImageFormat;
  /** Opacity of its left half, 0–255; null where it has no alpha channel. */
  readonly alpha: number | null;
  readonly frames: number;
  /** Frames that another format takes over, if it holds frames. */
  readonly readFrames: number;
  /** How often an animation is played; 0 for ever. */
  readonly loop: number;
  /** Whether it is an animation that is not written again: it stays as it is or becomes something else. */
  readonly keptOnly: boolean;
  /** Bits a channel. */
  readonly depth: 8 | 16;
  /** Largest difference of a colour that its own loss explains, 0–255. */
  readonly loss: number;
  /** Whether its colours are those of the grid; else what sharp makes of its reference counts. */
  readonly coloured: boolean;
  /** Whether its reference has the very same pixels. */
  readonly exact: boolean;
  /** Values that its traits can have. */
  readonly has: { readonly [Name in keyof Traits]: readonly [Traits[Name], ...Traits[Name][]] };
  /** Outputs that can be looked at. */
  readonly targets: readonly [TargetFormat, ...TargetFormat[]];
  make(traits: Traits): Promise<Buffer>;
  /** What it shows, in a file that sharp reads frame by frame and turns. */
  reference(traits: Traits): Promise<Buffer>;
}

export const targets = ["original", "jpeg", "png", "webp", "avif", "auto"] as const satisfies readonly TargetFormat[];

/** What most kinds are. */
export const still = {
  alpha: null,
  frames: 1,
  readFrames: 1,
  loop: 0,
  keptOnly: false,
  depth: 8,
  loss: 0,
  coloured: true,
  exact: true,
  targets,
} as const satisfies Partial<Kind>;

export const animated = { ...still, frames: 3, readFrames: 3, loop: 3 } as const;

const orientation = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** Traits that a kind can have: all of them, or none. */
export const all = { orientation, profile: ["none", "p3"], described: [false, true] } as const;
export const none = { orientation: [1], profile: ["none"], described: [false] } as const;
