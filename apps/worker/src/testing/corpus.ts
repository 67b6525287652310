import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { errorTable, type TaskResult } from "@pixelmill/core";
import { isTooFrank } from "./publicMessages.ts";

const besideRepository = fileURLToPath(new URL("../../../../../shared", import.meta.url));

/** The corpus of odd images, where there is one: `$PIXELMILL_SHARED/corpus`, else `../shared/corpus` beside the repository. */
export const corpusDirectory = join(process.env.PIXELMILL_SHARED ?? besideRepository, "corpus");

export const hasCorpus = existsSync(join(corpusDirectory, "MANIFEST.tsv"));

/** One file of the corpus and what its manifest expects of it. */
export interface CorpusFile {
  readonly path: string;
  readonly expected: string;
  /** Whether it is meant to do harm, and not only to be odd or broken. */
  readonly isHostile: boolean;
  /** Whether it is SVG, which is minified as text and never drawn. */
  readonly isDrawing: boolean;
}

/** Every file of the corpus. */
export function corpusFiles(): readonly CorpusFile[] {
  const [, ...rows] = readFileSync(join(corpusDirectory, "MANIFEST.tsv"), "utf8").trim().split("\n");
  return rows.map((row) => {
    const [path = "", , , , , , expected = ""] = row.split("\t");
    // A field with quotes in it is itself in quotes, and its own are doubled.
    const plain = expected.replace(/^"(.*)"$/, "$1").replaceAll('""', '"');
    return { path, expected: plain, isHostile: path.startsWith("hostile/"), isDrawing: /\.svgz?$/.test(path) };
  });
}

export const bytesOf = ({ path }: CorpusFile): Buffer => readFileSync(join(corpusDirectory, path));

/** Said to fail where others read them; the decoders here find them whole: libheif itself, and one that does not ask a BMP for its length. */
const readHere: ReadonlySet<string> = new Set([
  "malformed/libheif/colors-no-alpha.heic",
  "malformed/pillow/badfilesize.bmp",
  "malformed/gdk-pixbuf/valid.1.bmp",
]);

/** Codes that stand for something gone wrong here, not in the file. */
const ownFaults: ReadonlySet<string> = new Set(["internal", "encodeFailed", "unavailable"]);

/** What is wrong with a result, or null. Where the manifest allows both, only the form of a failure is looked at. */
export function faultOf(file: CorpusFile, result: TaskResult): string | null {
  if (result.status === "cancelled") return "it was cancelled";
  if (result.status === "failed") return faultOfFailure(file, result.error);
  return mayBeDone(file) ? null : "it was encoded";
}

function faultOfFailure({ expected }: CorpusFile, { code, message }: { readonly code: string; readonly message: string }) {
  const mustDecode = /^decodes/.test(expected);
  if (mustDecode || ownFaults.has(code)) return `${code}: ${message}`;
  return isTooFrank(message) || !(code in errorTable) ? `it says ${message}` : null;
}

function mayBeDone({ path, expected, isDrawing }: CorpusFile): boolean {
  if (isDrawing || readHere.has(path) || !expected.startsWith("clear error")) return true;
  return /^clear error (?:or|\(output format|\(valid per spec)|decodes if the product adds a decoder/.test(expected);
}
