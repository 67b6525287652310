import { CodecError, type CodecFailureReason } from "./codecError.ts";
import type { Codecs, Pixels, QualityReference } from "./codecs.ts";

/** A failure as the addon gives it. */
interface AddonFailure {
  reason: CodecFailureReason;
  detail: string;
}

/** The addon's functions, see crates/addon/src/codecs. */
export interface AddonCodecs {
  scorePixels(reference: Uint8Array, candidate: Uint8Array, width: number, height: number): Promise<number | AddonFailure>;
  optimizePng(png: Uint8Array, effort: string, keepMetadata: boolean): Promise<Uint8Array | AddonFailure>;
  repackJpeg(jpeg: Uint8Array, keepMetadata: boolean): Promise<Uint8Array | AddonFailure>;
}

/** The addon behind the interface. */
export function addonCodecs(addon: AddonCodecs): Codecs {
  return {
    openReference: async (pixels) => openReference(addon, pixels),
    optimizePng: async (png, { effort, keepMetadata }) => bytesOf(await addon.optimizePng(png, effort, keepMetadata)),
    repackJpeg: async (jpeg, { keepMetadata }) => bytesOf(await addon.repackJpeg(jpeg, keepMetadata)),
  };
}

function openReference(addon: AddonCodecs, reference: Pixels): QualityReference {
  const { data, width, height } = checked(reference);
  const score = async (candidate: Pixels) => {
    if (candidate.width !== width || candidate.height !== height) throw new RangeError("the candidate differs in size");
    const outcome = await addon.scorePixels(data, checked(candidate).data, width, height);
    if (typeof outcome === "number") return outcome;
    throw new CodecError(outcome.reason, outcome.detail);
  };
  return { score };
}

function checked(pixels: Pixels): Pixels {
  const bytes = 3 * pixels.width * pixels.height;
  if (pixels.data.length === bytes && bytes > 0) return pixels;
  throw new RangeError(`${pixels.data.length} bytes for ${pixels.width} x ${pixels.height} pixels, not ${bytes}`);
}

function bytesOf(outcome: Uint8Array | AddonFailure): Uint8Array {
  if (outcome instanceof Uint8Array) return outcome;
  throw new CodecError(outcome.reason, outcome.detail);
}
