import type { Piece } from "./pieces.ts";

/** Metadata in the form that every container wraps in its own way. Null stands for none. */
export interface Carried {
  /** A TIFF block: byte order mark, directories and values. */
  readonly exif: Buffer | null;
  /** An XMP packet in UTF-8. */
  readonly xmp: Buffer | null;
  /** IPTC-IIM records. */
  readonly iptc: Buffer | null;
}

export const nothing: Carried = { exif: null, xmp: null, iptc: null };

export const isNothing = ({ exif, xmp, iptc }: Carried): boolean => exif === null && xmp === null && iptc === null;

/** A container taken apart: what makes the picture, and how it is put together with metadata. */
export interface Dissection {
  /** Whether the file holds nothing but the picture. */
  readonly bare: boolean;
  /** The picture with this metadata and no other. */
  assemble(carried: Carried): Assembly;
}

/** A file to be put together. */
export interface Assembly {
  readonly pieces: readonly Piece[];
  /** Whether something did not fit: the container holds no such metadata, or not as much. */
  readonly lost: boolean;
}
