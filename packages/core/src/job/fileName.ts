/** Longest name of one file or folder, in bytes of UTF-8. Source: NAME_MAX of Linux; Windows and macOS allow no less. */
export const longestName = 255;

/** Drawn as nothing, yet they reverse what a reader sees: `exe.gpj` can look like `jpg.exe`. */
export const invisibleInNames = /\p{Bidi_Control}/gu;

/** Not allowed in a name on Windows, or never meant as part of one: controls, line separators, halves of a character. */
export const forbiddenInNames = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu;

/** Longest ending, in UTF-16 units, that is kept as an extension when a name is cut. */
const longestExtension = 16;

/** A name taken apart at its last dot: `extension` without it, `""` where there is none. A leading dot starts no extension. */
export interface SplitName {
  readonly stem: string;
  readonly extension: string;
}

export function splitExtension(name: string): SplitName {
  const dot = name.lastIndexOf(".");
  const extension = name.slice(dot + 1);
  if (dot <= 0 || extension.length > longestExtension) return { stem: name, extension: "" };
  return { stem: name.slice(0, dot), extension };
}

/** The name without the dots and spaces at its end, which Windows drops, and cut to {@link longestName}, its extension kept. */
export function fitName(name: string): string {
  const trimmed = trimDotsAndSpaces(name);
  if (utf8Length(trimmed) <= longestName) return trimmed;
  const { stem, extension } = splitExtension(trimmed);
  const ending = extension === "" ? "" : `.${extension}`;
  return trimDotsAndSpaces(cutToBytes(stem, longestName - utf8Length(ending)) + ending);
}

/** The longest beginning of the text that takes at most so many bytes of UTF-8; no character is cut in two. */
export function cutToBytes(text: string, limitBytes: number): string {
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > limitBytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Bytes of the text in UTF-8. Core runs without the DOM's and Node's types, so there is no TextEncoder. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += characterBytes(character.codePointAt(0) as number);
  return bytes;
}

function characterBytes(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

function trimDotsAndSpaces(name: string): string {
  let end = name.length;
  while (end > 0 && (name[end - 1] === "." || name[end - 1] === " ")) end -= 1;
  return name.slice(0, end);
}
