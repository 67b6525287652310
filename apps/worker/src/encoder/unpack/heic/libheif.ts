import { createRequire } from "node:module";

/** A place in the decoder's memory. */
type Pointer = number;

/** The part of libheif's C interface that is used. What gives a `heif_error` writes it where the first argument points. */
export interface Libheif {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  _malloc(bytes: number): Pointer;
  _heif_context_alloc(): Pointer;
  _heif_context_get_security_limits(context: Pointer): Pointer;
  _heif_context_read_from_memory_without_copy(error: Pointer, context: Pointer, file: Pointer, bytes: number, options: 0): void;
  _heif_context_get_primary_image_handle(error: Pointer, context: Pointer, handle: Pointer): void;
  _heif_image_handle_has_alpha_channel(handle: Pointer): number;
  _heif_image_handle_is_premultiplied_alpha(handle: Pointer): number;
  _heif_image_handle_get_luma_bits_per_pixel(handle: Pointer): number;
  _heif_image_handle_get_raw_color_profile_size(handle: Pointer): number;
  _heif_image_handle_get_raw_color_profile(error: Pointer, handle: Pointer, profile: Pointer): void;
  _heif_image_handle_get_number_of_metadata_blocks(handle: Pointer, type: 0): number;
  _heif_image_handle_get_list_of_metadata_block_IDs(handle: Pointer, type: 0, ids: Pointer, count: number): number;
  _heif_image_handle_get_metadata_type(handle: Pointer, id: number): Pointer;
  _heif_image_handle_get_metadata_content_type(handle: Pointer, id: number): Pointer;
  _heif_image_handle_get_metadata_size(handle: Pointer, id: number): number;
  _heif_image_handle_get_metadata(error: Pointer, handle: Pointer, id: number, data: Pointer): void;
  _heif_decode_image(error: Pointer, handle: Pointer, image: Pointer, colourspace: number, chroma: number, options: 0): void;
  _heif_image_get_width(image: Pointer, channel: number): number;
  _heif_image_get_height(image: Pointer, channel: number): number;
  _heif_image_get_bits_per_pixel_range(image: Pointer, channel: number): number;
  _heif_image_get_plane_readonly2(image: Pointer, channel: number, stride: Pointer): Pointer;
}

/** Numbers of the C header. */
export const heif = {
  colourspaceRgb: 1,
  chromaRgb: 10,
  chromaRgba: 11,
  /** 16 bits a sample, the low byte first. */
  chromaDeepRgb: 14,
  chromaDeepRgba: 15,
  channelInterleaved: 10,
  /** Where in `heif_security_limits` the largest number of pixels stands, eight bytes. */
  limitPixelsOffset: 8,
  ok: 0,
  invalidInput: 2,
  unsupportedFiletype: 3,
  unsupportedFeature: 4,
  endOfData: 100,
} as const;

interface FactoryOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance) => WebAssembly.Exports,
  ): WebAssembly.Exports;
  print(text: string): void;
  printErr(text: string): void;
}

const require = createRequire(import.meta.url);

/** The compiled decoder's file, which nothing but this process reads. */
export const libheifWasm = (): string => require.resolve("libheif-js/libheif-wasm/libheif.wasm");

/** A libheif with a memory of its own, made of a module that is compiled already. */
export function startLibheif(module: WebAssembly.Module): Libheif {
  const factory: (options: FactoryOptions) => Libheif = require("libheif-js/libheif-wasm/libheif.js");
  const silent = () => {};
  return factory({
    instantiateWasm: (imports, receive) => receive(new WebAssembly.Instance(module, imports)),
    print: silent,
    printErr: silent,
  });
}
