import { type DeliveredFormat, type SourceFormat, sourceFacts, sourceFormats } from "../formats/formats.ts";
import { cutToBytes, fitName, forbiddenInNames, invisibleInNames, longestName, splitExtension } from "./fileName.ts";
import { namedStem, plainNaming } from "./outputNaming.ts";
import { maxPathLength } from "./requests.ts";

/**
 * Device names of Windows, with any extension and any spaces before it.
 * Source: learn.microsoft.com, "Naming Files, Paths, and Namespaces".
 */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i;

/** Name of a file whose path holds no usable one. */
const nameless = "file";

/**
 * The path under which a file can be unpacked on any system: relative, `/` between folders, no `.` or `..`, no
 * drive letter, no character or name that Windows refuses, no bidirectional control mark, each name at most 255
 * bytes of UTF-8, at most 4,096 UTF-16 units in all (folders nearest to the file are left out first). Backslashes
 * count as separators. A path that is safe already is returned as it is; applying it twice changes nothing more.
 */
export function safePath(path: string): string {
  const parts = path
    .replace(invisibleInNames, "")
    .replaceAll("\\", "/")
    .replace(/^[a-z]:/i, "")
    .split("/");
  const name = safeName(lastOf(parts)) || nameless;
  const folders = parts.slice(0, -1).map(safeName);
  return joined(
    folders.filter((folder) => folder !== ""),
    name,
  );
}

/**
 * Whether {@link safePath} changes the path, or, where folders are left out, the name: what the warning `renamed` is about. A new
 * extension alone is no renaming, nor is what was asked for.
 */
export const isRenamed = (path: string, keepTree = true): boolean =>
  keepTree ? safePath(path) !== path : isRenamed(lastOf(path.replaceAll("\\", "/").split("/")));

/**
 * The paths an output may be delivered under, the best first, without end: the safe path with the output's
 * extension (the source's own spelling where it fits the format, `.JPEG` say); where the extension changed, the
 * old one worked in (`a-png.webp`); then numbered (`a-png-2.webp`). An ending that belongs to no format stays part
 * of the name (`scan.v2` → `scan.v2.webp`). `naming` says what becomes of the name itself, and of the folders.
 *
 * Two lists whose first two paths are the same are the same throughout.
 */
export function* outputPaths(
  path: string,
  source: SourceFormat,
  output: DeliveredFormat,
  naming = plainNaming,
): Generator<string, never> {
  const parts = safePath(path).split("/");
  const folders = naming.keepTree ? parts.slice(0, -1) : [];
  const { stem: name, sourceExtension, extension } = nameParts(lastOf(parts), source, output);
  const stem = namedStem(name, output, naming);
  // What comes before the ending depends on the ending's length alone: kept, since a name used often is asked for far down.
  let [beginning, endingLength] = ["", 0];
  const candidate = (mark: string) => {
    const ending = `${mark}.${extension}`;
    if (ending.length !== endingLength) {
      beginning = joined(folders, withEnding(stem, ending)).slice(0, -ending.length);
      endingLength = ending.length;
    }
    return beginning + ending;
  };

  yield candidate("");
  const origin = sourceExtension === null ? "" : `-${sourceExtension}`;
  if (origin !== "") yield candidate(origin);
  for (let number = 2; ; number += 1) yield candidate(`${origin}-${number}`);
}

/** A folder's name with a number, for where the name itself belongs to a file: `a.webp` → `a.webp-2`. */
export const numberedFolder = (name: string, number: number): string => withEnding(name, `-${number}`);

/** One component made safe, or `""` where nothing usable is left of it. */
function safeName(name: string): string {
  const clean = fitName(name.replace(forbiddenInNames, "_"));
  return reserved.test(clean) ? fitName(`_${clean}`) : clean;
}

/** Joins what fits into the longest path. A name is short enough to always fit. */
function joined(folders: readonly string[], name: string): string {
  let folderPath = "";
  for (const folder of folders) {
    if (folderPath.length + folder.length + 1 + name.length > maxPathLength) break;
    folderPath += `${folder}/`;
  }
  return folderPath + name;
}

interface NameParts {
  readonly stem: string;
  /** Extension to be worked in when the name is taken; null where the output keeps the source's. */
  readonly sourceExtension: string | null;
  readonly extension: string;
}

function nameParts(name: string, source: SourceFormat, output: DeliveredFormat): NameParts {
  const { stem, extension } = splitExtension(name);
  const known = extension.toLowerCase();
  if (hasExtension(output, known)) return { stem, sourceExtension: null, extension };
  const written = sourceFacts[output].extensions[0];
  if (sourceFormats.some((format) => hasExtension(format, known))) return { stem, sourceExtension: known, extension: written };
  return { stem: name, sourceExtension: sourceFacts[source].extensions[0], extension: written };
}

const hasExtension = (format: SourceFormat, extension: string): boolean =>
  (sourceFacts[format].extensions as readonly string[]).includes(extension);

/** The name with an ending that is never cut. A name at the limit may read `con` without its tail: it is made safe again. */
const withEnding = (stem: string, ending: string): string => safeName(cutToBytes(stem, longestName - ending.length) + ending);

/** Splitting a text gives at least one part. */
const lastOf = (parts: readonly string[]): string => parts[parts.length - 1] as string;
