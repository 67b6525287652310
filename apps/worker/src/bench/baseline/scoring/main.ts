import type { Dimensions, ScoredFormat } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import sharp from "sharp";
import { serve } from "../../processes/remote.ts";
import { writePng } from "./oxipng.ts";
import { areSame, scoredPixels, writeSmaller } from "./pictures.ts";
import { Scorer } from "./scorer.ts";
import { type SharpPeer, writeAs } from "./sharpPeers.ts";

export type ScoringHandlers = typeof handlers;

/** Files are decoded and scored, or written as others would, in a process of its own: nothing of it is in the time of an encoder. */
const handlers = {
  canScore: async () => native.codecs !== null,
  shrink: ({ source, output, size }: { readonly source: string; readonly output: string; readonly size: Dimensions }) =>
    writeSmaller(source, output, size),
  /** Opens the reference that files are scored against from now on. */
  open: (source: string) => scorer.open(source),
  score: (file: string) => scorer.score(file),
  /** Samples of scores, for what they take. */
  costs: async () => scorer.costs,
  same: ([one, other]: readonly [string, string]) => areSame(one, other),
  /** What oxipng's preset 4 makes of a PNG. */
  writePng: ({ source, output }: { readonly source: string; readonly output: string }) => writePng(source, output),
  write: ({ peer, format, source, output }: PeerWish) => writeAs(peer, format, source, output),
};

interface PeerWish {
  readonly peer: SharpPeer;
  readonly format: ScoredFormat;
  readonly source: string;
  readonly output: string;
}

const scorer = new Scorer(scoredPixels);

// As the encoders are set up.
sharp.cache(false);
sharp.concurrency(1);
serve(handlers);
