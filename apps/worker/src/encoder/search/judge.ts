import { native, type Pixels } from "@pixelmill/native";
import sharp from "sharp";
import { readOptions } from "../steps/decode.ts";
import { freePixels } from "../steps/hold.ts";

/** Scores encodes of one picture by how far each is from it. */
export interface Judge {
  /** SSIMULACRA2 score of an encoded image, at most 100. */
  score(encoded: Uint8Array): Promise<number>;
  /** Frees the picture. Nothing may be being scored any more. */
  close(): void;
}

/** What a judge has to know of its picture. */
export interface Judged {
  /** Pixels of all its frames. */
  readonly pixels: number;
  readonly frames: number;
  /** Whether anything shines through it. */
  readonly transparent: boolean;
}

/**
 * What a transparent picture is laid on to be looked at: a dark and a light grey, since an edge that is seen on one may be lost on the
 * other. The worse score counts. Source: the tool ssimulacra2 does so, with a tenth and nine tenths of white.
 */
const backgrounds = ["#1a1a1a", "#e6e6e6"] as const;

type Background = (typeof backgrounds)[number] | null;

/** One look at the picture. */
interface View {
  readonly background: Background;
  readonly reference: Pixels;
}

/** A judge of a picture, given as a file without loss: it is decoded as every encode is, so that decoding makes no difference. */
export async function openJudge(picture: Uint8Array, judged: Judged): Promise<Judge> {
  const views: View[] = [];
  for (const background of judged.transparent ? backgrounds : [null])
    views.push({ background, reference: await decoded(picture, judged, background) });
  return {
    score: async (encoded) => {
      let worst = 100;
      for (const view of views) worst = Math.min(worst, await scoreIn(view, encoded, judged));
      return worst;
    },
    close: () => {
      for (const { reference } of views) freePixels(reference.data);
    },
  };
}

async function scoreIn({ background, reference }: View, encoded: Uint8Array, judged: Judged): Promise<number> {
  if (native.codecs === null) throw new Error("nothing can be scored without the addon's codecs");
  const candidate = await decoded(encoded, judged, background);
  try {
    const { score } = await native.codecs.openReference(reference);
    return await score(candidate);
  } finally {
    freePixels(candidate.data);
  }
}

/** 8-bit sRGB pixels of a file; frames lie one below the other. */
async function decoded(file: Uint8Array, { pixels, frames }: Judged, background: Background): Promise<Pixels> {
  const image = sharp(file, readOptions(pixels, frames));
  if (background === null) image.removeAlpha();
  else image.flatten({ background });
  const { data, info } = await image.toColourspace("srgb").raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
