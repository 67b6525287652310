import type { RawPicture } from "../rawPicture.ts";
import { uprightExif } from "../uprightExif.ts";
import { heif, type Libheif } from "./libheif.ts";

/** Why a HEIC is not decoded. */
export type HeicProblem = "corrupt" | "truncated" | "unsupported";

/** What libheif refused. */
export class HeicError extends Error {
  readonly problem: HeicProblem;

  constructor(problem: HeicProblem) {
    super(`libheif: ${problem}`);
    this.problem = problem;
  }
}

/**
 * The primary picture of a HEIC, turned, mirrored and cropped as its header says; depth maps, gain maps and further pictures are left
 * alone. 8 bits a sample, or 16 of a deeper one. The samples lie in the decoder's memory. Throws {@link HeicError}.
 */
export function heicPicture(libheif: Libheif, file: Uint8Array, maxPixels: number): RawPicture {
  const decoder = new Decoder(libheif);
  const handle = decoder.open(file, maxPixels);
  const picture = decoder.pixels(handle);
  return { ...picture, icc: decoder.profile(handle), ...decoder.metadata(handle) };
}

class Decoder {
  readonly #libheif: Libheif;
  readonly #error: number;
  /** For what a function gives by a pointer. */
  readonly #out: number;

  constructor(libheif: Libheif) {
    this.#libheif = libheif;
    this.#error = libheif._malloc(12);
    this.#out = libheif._malloc(4);
  }

  /** The handle of the primary picture. */
  open(file: Uint8Array, maxPixels: number): number {
    const at = this.#copyIn(file);
    const context = this.#libheif._heif_context_alloc();
    const limit = this.#libheif._heif_context_get_security_limits(context) + heif.limitPixelsOffset;
    this.#libheif.HEAPU32.set([maxPixels % 2 ** 32, Math.floor(maxPixels / 2 ** 32)], limit / 4);
    this.#libheif._heif_context_read_from_memory_without_copy(this.#error, context, at, file.length, 0);
    this.#check();
    this.#libheif._heif_context_get_primary_image_handle(this.#error, context, this.#out);
    this.#check();
    return this.#given();
  }

  pixels(handle: number): Omit<RawPicture, "icc" | "exif" | "xmp"> {
    const alpha = this.#libheif._heif_image_handle_has_alpha_channel(handle) === 1;
    const deep = this.#libheif._heif_image_handle_get_luma_bits_per_pixel(handle) > 8;
    const chroma = deep
      ? [heif.chromaDeepRgb, heif.chromaDeepRgba][Number(alpha)]
      : [heif.chromaRgb, heif.chromaRgba][Number(alpha)];
    this.#libheif._heif_decode_image(this.#error, handle, this.#out, heif.colourspaceRgb, chroma ?? heif.chromaRgb, 0);
    this.#check();
    const image = this.#given();
    const size = {
      width: this.#libheif._heif_image_get_width(image, heif.channelInterleaved),
      height: this.#libheif._heif_image_get_height(image, heif.channelInterleaved),
      channels: alpha ? 4 : 3,
      bits: deep ? 16 : 8,
    };
    const plane = this.#libheif._heif_image_get_plane_readonly2(image, heif.channelInterleaved, this.#out);
    const rowBytes = this.#given();
    const samples = this.#libheif.HEAPU8.subarray(plane, plane + rowBytes * size.height);
    const range = this.#libheif._heif_image_get_bits_per_pixel_range(image, heif.channelInterleaved);
    if (deep) widen(samples, range);
    return { ...size, rowBytes, samples };
  }

  /** Null where there is none, and where the colour is told by numbers, which libheif has applied in part: sRGB is taken to be meant. */
  profile(handle: number): Uint8Array | null {
    const bytes = this.#libheif._heif_image_handle_get_raw_color_profile_size(handle);
    if (bytes === 0) return null;
    const at = this.#libheif._malloc(bytes);
    this.#libheif._heif_image_handle_get_raw_color_profile(this.#error, handle, at);
    this.#check();
    return this.#libheif.HEAPU8.slice(at, at + bytes);
  }

  metadata(handle: number): Pick<RawPicture, "exif" | "xmp"> {
    const blocks = this.#blocks(handle);
    const exif = blocks.find(({ type }) => type === "Exif")?.data;
    const xmp = blocks.find(({ type, contentType }) => type === "mime" && contentType === "application/rdf+xml")?.data;
    return { exif: exif === undefined ? null : exifPayload(exif), xmp: xmp ?? null };
  }

  #blocks(handle: number): readonly { type: string; contentType: string; data: Uint8Array }[] {
    const count = this.#libheif._heif_image_handle_get_number_of_metadata_blocks(handle, 0);
    const ids = this.#libheif._malloc(4 * Math.max(1, count));
    this.#libheif._heif_image_handle_get_list_of_metadata_block_IDs(handle, 0, ids, count);
    return [...this.#libheif.HEAPU32.slice(ids / 4, ids / 4 + count)].map((id) => ({
      type: this.#text(this.#libheif._heif_image_handle_get_metadata_type(handle, id)),
      contentType: this.#text(this.#libheif._heif_image_handle_get_metadata_content_type(handle, id)),
      data: this.#block(handle, id),
    }));
  }

  #block(handle: number, id: number): Uint8Array {
    const bytes = this.#libheif._heif_image_handle_get_metadata_size(handle, id);
    const at = this.#libheif._malloc(Math.max(1, bytes));
    this.#libheif._heif_image_handle_get_metadata(this.#error, handle, id, at);
    return this.#libheif.HEAPU8.slice(at, at + bytes);
  }

  #copyIn(bytes: Uint8Array): number {
    const at = this.#libheif._malloc(bytes.length);
    if (at === 0) throw new HeicError("corrupt");
    this.#libheif.HEAPU8.set(bytes, at);
    return at;
  }

  #given = (): number => this.#libheif.HEAPU32[this.#out / 4] ?? 0;

  #text(at: number): string {
    const end = this.#libheif.HEAPU8.indexOf(0, at);
    return Buffer.from(this.#libheif.HEAPU8.subarray(at, end)).toString("latin1");
  }

  #check(): void {
    const [code, detail] = this.#libheif.HEAPU32.subarray(this.#error / 4, this.#error / 4 + 2);
    if (code === heif.ok) return;
    if (code === heif.unsupportedFiletype || code === heif.unsupportedFeature) throw new HeicError("unsupported");
    throw new HeicError(code === heif.invalidInput && detail === heif.endOfData ? "truncated" : "corrupt");
  }
}

/** HEIF's EXIF begins with the distance of its TIFF header: ISO/IEC 23008-12, annex A. */
function exifPayload(block: Uint8Array): Uint8Array | null {
  if (block.length < 4) return null;
  const payload = Buffer.from(block.subarray(4)).subarray(Buffer.from(block).readUInt32BE(0));
  return payload.length < 8 ? null : uprightExif(payload);
}

/** Spreads samples of 9 to 15 bits over 16. */
function widen(samples: Uint8Array, bits: number): void {
  const [up, down] = [16 - bits, Math.max(0, 2 * bits - 16)];
  const words = new Uint16Array(samples.buffer, samples.byteOffset, samples.length / 2);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    words[at] = (word << up) | (word >> down);
  }
}
