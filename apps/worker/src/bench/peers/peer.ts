import {
  effectiveQuality,
  type ImageFormat,
  type ImageInfo,
  type OutputSettings,
  resizedDimensions,
  type SourceFormat,
  triedFormats,
} from "@pixelmill/core";

/** Other software that makes images smaller, as it is on this machine. */
export interface FoundPeer {
  /** Name of the package or of the program. */
  readonly name: string;
  readonly version: string;
  /** Absolute path of the program, or the folder that a package is resolved from. */
  readonly path: string;
}

/** What a peer can take on. */
export interface PeerAbilities {
  readonly reads: readonly SourceFormat[];
  readonly writes: readonly ImageFormat[];
  readonly resizes: boolean;
}

/** One image for a peer: what it is, and what is to come out. */
export interface PeerTask {
  readonly name: string;
  readonly source: string;
  readonly output: string;
  readonly format: ImageFormat;
  /** Nominal quality 1–100 on the format's own scale; null where it has none. */
  readonly quality: number | null;
  /** Size of what is to come out, turned upright; null where it stays as it is. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** What a file and the output wished of it are to a peer. */
export function peerTask(
  file: { readonly name: string; readonly source: string; readonly info: ImageInfo },
  wish: OutputSettings,
  output: string,
): PeerTask {
  const { name, source, info } = file;
  const [format] = triedFormats(info, wish);
  const { width, height } = resizedDimensions(info, wish.resize);
  const size = width === info.width && height === info.height ? null : { width, height };
  // Some programs choose the format by the extension.
  return { name, source, output: `${output}.${format}`, format, quality: effectiveQuality(format, wish), size };
}

/** Whether a peer can do this: read one frame of that format, and write what is wanted. */
export const canDo = (peer: PeerAbilities, info: ImageInfo, { format, size }: PeerTask): boolean =>
  info.frames === 1 && peer.reads.includes(info.format) && peer.writes.includes(format) && (size === null || peer.resizes);
