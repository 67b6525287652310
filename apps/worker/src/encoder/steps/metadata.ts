import { type ImageFormat, type ImageInfo, isWritten, type KeptInfo, type MetadataPolicy, type Warning } from "@pixelmill/core";
import { pngColour } from "../colour/pngColour.ts";
import { type Assembly, type Carried, type Dissection, isNothing, nothing } from "../metadata/carried.ts";
import { dissectors } from "../metadata/containers/containers.ts";
import { extendJpeg } from "../metadata/containers/jpeg.ts";
import { exifCredits, writeExif } from "../metadata/exif.ts";
import { type FileView, viewFile } from "../metadata/fileView.ts";
import { bytesOf, isRange, type Piece, writePieces } from "../metadata/pieces.ts";
import { select } from "../metadata/policy.ts";
import { type SourceMetadata, sourceMetadata } from "../metadata/sourceMetadata.ts";
import type { OutputShape } from "../shape.ts";
import { keepsDescription } from "./colour.ts";
import { type DraftFile, type DraftName, discard } from "./write.ts";

/** A source with its shape and what is to be kept of its metadata. */
export interface Dressing {
  readonly source: string;
  /** The source's metadata where its file does not hold it. */
  readonly metadata: SourceMetadata | null;
  readonly info: ImageInfo;
  readonly shape: OutputShape;
  readonly policy: MetadataPolicy;
  /** Whether the draft has its source's gain map. */
  readonly hasGainMap: boolean;
}

/** A draft with its metadata, and what there is to say of that. */
export interface DressedDraft extends DraftFile {
  readonly warnings: readonly Warning[];
}

/** Puts into a draft what its source's metadata is to be kept of; encoders write none. The old draft's file is gone where there is a new one. */
export async function dressDraft(draft: DraftFile, dressing: Dressing, draftName: DraftName): Promise<DressedDraft> {
  const described = keepsDescription(dressing.info, dressing.shape) ? await withDescription(draft, dressing, draftName) : draft;
  if (dressing.policy === "strip") return { ...described, warnings: [] };
  const { carried, damaged } = await selected(dressing, dressing.shape.format);
  if (isNothing(carried)) return { ...described, warnings: damaged ? ["metadataLost"] : [] };
  const assembly = await viewFile(described.file, (view) => assembled(view, dressing, carried));
  const warnings: Warning[] = damaged || assembly === null || assembly.lost ? ["metadataLost"] : [];
  if (assembly === null) return { ...described, warnings };
  return { ...(await rewrite(described, assembly.pieces, draftName("dressed"))), warnings };
}

/** What of its source's metadata an output of a format is to carry. */
export async function selected({ source, metadata, info, shape, policy }: Dressing, format: ImageFormat) {
  const picture = { width: shape.width, height: shape.height, keepsThumbnail: info.orientation === 1 && sameAspect(info, shape) };
  return select(policy, metadata ?? (await sourceMetadata(source, info)), format, picture);
}

/** A thumbnail of a cropped picture would show what was cut away. */
const sameAspect = (a: ImageInfo, b: OutputShape): boolean => Math.abs((a.width * b.height) / (a.height * b.width) - 1) < 0.02;

/** A draft put together with its metadata; null where it can't be taken apart. */
export async function assembled(view: FileView, { shape, hasGainMap }: Dressing, carried: Carried): Promise<Assembly | null> {
  if (hasGainMap) return extendJpeg(view, carried);
  return (await dissectors[shape.format](view))?.assemble(carried) ?? null;
}

/** A PNG draft with the words of its source about its colours, behind the header chunk. */
async function withDescription(draft: DraftFile, { source }: Dressing, draftName: DraftName): Promise<DraftFile> {
  const chunks = await viewFile(source, async (view) => {
    const { chunks: ranges } = await pngColour(view);
    const copies = await Promise.all(ranges.map(({ from, to }) => view.copy(from, to, maxDescription)));
    return copies.filter((copy) => copy !== null);
  });
  const pieces: readonly Piece[] = [{ from: 0, to: pngHeadBytes }, ...chunks, { from: pngHeadBytes, to: draft.bytes }];
  return rewrite(draft, pieces, draftName("described"));
}

const pngHeadBytes = 33;
/** Bytes of the longest chunk that describes colours in numbers, with room. */
const maxDescription = 100;

async function rewrite(draft: DraftFile, pieces: readonly Piece[], file: string): Promise<DraftFile> {
  try {
    const bytes = await writePieces(draft.file, pieces, file);
    await discard(draft.file);
    return { file, bytes };
  } catch (error) {
    await discard(file);
    throw error;
  }
}

/** What may be delivered in the place of an encode: the source with no more of its metadata than its settings keep. */
export interface Original {
  /** The source's own, whatever the encode's is. */
  readonly format: ImageFormat;
  readonly bytes: number;
  /** How it is put together from the source; null where that is as it should be. */
  readonly pieces: readonly Piece[] | null;
  readonly warnings: readonly Warning[];
}

/**
 * The original under a policy; its pixels are not touched. Null where it can't be taken apart, or would lose what the settings keep: an
 * original whose metadata can't be told from its picture is not delivered, nor is a source whose format is only read.
 */
export async function originalUnder(dressing: Dressing): Promise<Original | null> {
  const { source, policy, hasGainMap } = dressing;
  const { format } = dressing.info;
  if (!isWritten(format)) return null;
  const info: KeptInfo = { ...dressing.info, format };
  if (policy === "keepAll") return asItIs(info);
  return viewFile(source, async (view) => {
    const dissection = await dissectors[format](view);
    if (dissection === null || hasGainMap) return null;
    return dissection.bare && policy === "strip" ? asItIs(info) : bareOriginal(view, dissection, { ...dressing, info });
  });
}

const asItIs = ({ format, bytes }: KeptInfo): Original => ({ format, bytes, pieces: null, warnings: [] });

async function bareOriginal(
  view: FileView,
  dissection: Dissection,
  dressing: Dressing & { readonly info: KeptInfo },
): Promise<Original> {
  const { info, policy } = dressing;
  const { carried, damaged } = policy === "strip" ? { carried: nothing, damaged: false } : await selected(dressing, info.format);
  const { pieces, lost } = dissection.assemble(withOrientation(carried, info));
  if (await isSame(view, pieces)) return asItIs(info);
  const warnings: Warning[] = [];
  if (lost || damaged) warnings.push("metadataLost");
  if (info.hdr === "gainMap") warnings.push("hdrLost");
  return { format: info.format, bytes: bytesOf(pieces), pieces, warnings };
}

/** Formats whose pixels are turned by a tag of EXIF; a TIFF has one of its own, which stays. */
const turnedByExif: readonly ImageInfo["format"][] = ["jpeg", "png", "webp"];

/** Pixels that are not touched need the tag that turns them. */
function withOrientation(carried: Carried, { orientation, format }: ImageInfo): Carried {
  if (orientation === 1 || !turnedByExif.includes(format)) return carried;
  const { artist, copyright } = carried.exif === null ? noCredits : exifCredits(carried.exif);
  return { ...carried, exif: writeExif({ artist, copyright, orientation }) };
}

const noCredits = { artist: null, copyright: null };

/** Whether pieces make the very file they are of. */
async function isSame(view: FileView, pieces: readonly Piece[]): Promise<boolean> {
  if (bytesOf(pieces) !== view.size) return false;
  let at = 0;
  for (const piece of pieces) {
    const bytes = isRange(piece) ? piece.to - piece.from : piece.length;
    const same = isRange(piece) ? piece.from === at || bytes === 0 : (await view.copy(at, at + bytes, bytes))?.equals(piece);
    if (same !== true) return false;
    at += bytes;
  }
  return true;
}
