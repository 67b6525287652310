import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReadText } from "../linux/readText.ts";

const FIXTURES = join(import.meta.dirname, "..", "..", "fixtures");

/** A recorded or made tree of system files, with what the parsers should make of it. */
export interface RecordedCase {
  name: string;
  read: ReadText;
  expected: unknown;
}

export function recordedCases(kind: "system" | "processes"): RecordedCase[] {
  return readdirSync(join(FIXTURES, kind)).map((name) => {
    const folder = join(FIXTURES, kind, name);
    return { name, read: readerOf(join(folder, "files")), expected: readJson(join(folder, "expected.json")) };
  });
}

function readerOf(root: string): ReadText {
  return (path) => {
    try {
      return readFileSync(join(root, path), "utf8");
    } catch {
      return null;
    }
  };
}

/** A path of the table of long paths; `expected` is the path itself where it stays unchanged. */
export interface LongPathCase {
  name: string;
  cwd: string;
  path: string;
  expected: string;
}

/** A text in parts: a string, or a string and how often it is repeated. */
type Parts = (string | [text: string, times: number])[];

export function longPathCases(): LongPathCase[] {
  const rows = readJson(join(FIXTURES, "long-paths.json")) as { name: string; cwd: Parts; path: Parts; expected: Parts | null }[];
  return rows.map(({ name, cwd, path, expected }) => {
    return { name, cwd: joinParts(cwd), path: joinParts(path), expected: joinParts(expected ?? path) };
  });
}

function joinParts(parts: Parts): string {
  return parts.map((part) => (typeof part === "string" ? part : part[0].repeat(part[1]))).join("");
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
