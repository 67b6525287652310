import { type DeliveredFormat, type ImageFormat, sourceFacts } from "../formats/formats.ts";

/** A file that a page may show: where it is and what it holds. */
export interface PictureFile {
  /** Relative path, folders separated by `/`. */
  readonly path: string;
  readonly format: DeliveredFormat;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Formats that browsers show, in the order in which a browser is offered them: it takes the first that it knows. The last of those
 * that are there is for browsers that know no other.
 */
const offered = ["avif", "webp", "jpeg", "png", "gif"] as const satisfies readonly ImageFormat[];

/**
 * HTML that shows one image in whichever of its files suits the browser: a `<picture>` with a source for each format, each with all
 * its widths, and an `<img>` with the size of the largest for those that know neither. One format alone needs no `<picture>`.
 * Where two files have the same format and width, as those of a source that was smaller than both wishes, the first is taken. Files
 * of another shape (cropped, say) are another picture. Null where there are not at least two files to choose from.
 *
 * Paths become relative addresses: every character that means something in an address, an attribute or a `srcset` is encoded.
 */
export function pictureSnippet(files: readonly PictureFile[]): string | null {
  const pictures = shapesIn(files).map(pictureOf);
  const html = pictures.filter((each) => each !== null);
  return html.length === 0 ? null : html.join("\n");
}

interface Shape {
  readonly largest: PictureFile;
  /** The widest first. */
  readonly files: PictureFile[];
}

function shapesIn(files: readonly PictureFile[]): Shape[] {
  const shapes: Shape[] = [];
  for (const file of files.toSorted((a, b) => b.width - a.width)) {
    const own = shapes.find(({ largest }) => hasShapeOf(file, largest));
    if (own === undefined) shapes.push({ largest: file, files: [file] });
    else own.files.push(file);
  }
  return shapes;
}

/** Both sides of both files were rounded to whole pixels. */
const hasShapeOf = (file: PictureFile, largest: PictureFile): boolean =>
  Math.abs(file.height - (file.width * largest.height) / largest.width) <= 1;

function pictureOf({ files }: Shape): string | null {
  const sets = offered.flatMap((format) => setOf(files.filter((file) => file.format === format)));
  if (sets.flatMap(({ addresses }) => addresses).length < 2) return null;
  const lines = sets.map((set, at) => (at < sets.length - 1 ? sourceOf(set) : imgOf(set)));
  return lines.length === 1 ? lines.join() : ["<picture>", ...lines.map((line) => `  ${line}`), "</picture>"].join("\n");
}

/** Files of one format, each of another width. */
interface FormatSet {
  readonly largest: PictureFile;
  /** Their addresses, each with its width, the narrowest first. */
  readonly addresses: readonly string[];
}

/** None of no files. They come the widest first. */
function setOf(files: readonly PictureFile[]): FormatSet[] {
  const distinct = files.filter(({ width }, at) => files.findIndex((other) => other.width === width) === at);
  const [largest] = distinct;
  if (largest === undefined) return [];
  return [{ largest, addresses: distinct.toReversed().map(({ path, width }) => `${addressOf(path)} ${width}w`) }];
}

const sourceOf = (set: FormatSet): string =>
  `<source type="${sourceFacts[set.largest.format].mimeType}" ${several(set) ?? `srcset="${addressOf(set.largest.path)}"`}>`;

function imgOf(set: FormatSet): string {
  const { path, width, height } = set.largest;
  const choice = several(set);
  return `<img src="${addressOf(path)}" ${choice === null ? "" : `${choice} `}width="${width}" height="${height}" alt="">`;
}

/** The choice among several widths, shown as wide as the window up to the widest; null where there is one. */
const several = ({ addresses, largest: { width } }: FormatSet): string | null =>
  addresses.length === 1 ? null : `srcset="${addresses.join(", ")}" sizes="(min-width: ${width}px) ${width}px, 100vw"`;

/** Halves of characters, which no address can hold. */
const halves = /\p{Cs}/gu;

const addressOf = (path: string): string => path.replace(halves, "\ufffd").split("/").map(encodeURIComponent).join("/");
