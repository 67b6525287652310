import path from "node:path/posix";
import type { Import } from "./readImports.ts";
import { encoderFolder, type ScopeRule, sharpFolders } from "./rules.ts";

/** A source file and what it imports. Paths are relative to the repository's root, with forward slashes. */
export interface SourceFile {
  readonly file: string;
  /** The folder of the file's project. */
  readonly project: string;
  readonly imports: readonly Import[];
}

/** Checks what one source file imports. One line per violation. */
export function checkImports(source: SourceFile, rule: ScopeRule): string[] {
  return source.imports
    .map((entry) => (entry.from.startsWith(".") ? checkRelative(source, entry) : checkPackage(source, entry, rule)))
    .filter((reason) => reason !== null)
    .map((reason) => `${source.file}: ${reason}`);
}

function checkRelative({ file, project }: SourceFile, { from }: Import): string | null {
  const target = path.join(path.dirname(file), from);
  if (!isIn(target, project)) return `${from} reaches out of its project; import the package instead`;
  if (project !== encoderFolder.project) return null;
  if (!isIn(file, encoderFolder.folder) && isIn(target, encoderFolder.folder))
    return `${from} is the encoders' side of the fork; nothing imports it`;
  if (isIn(file, encoderFolder.folder) && !encoderFolder.may.some((folder) => isIn(target, folder)))
    return `${from}: encoder/ imports only protocol/, core and native`;
  return null;
}

function checkPackage({ file }: SourceFile, { from, typeOnly }: Import, rule: ScopeRule): string | null {
  const name = packageName(from);
  if (name === "sharp") return checkSharp(file);
  if (name.startsWith("@pixelmill/")) return checkProject(from, typeOnly, rule);
  if (from.startsWith("node:")) return rule.nodeBuiltins ? null : `${from}: this project is browser-safe`;
  return rule.packages === null || rule.packages.includes(name) ? null : `must not import the package ${name}`;
}

const checkSharp = (file: string): string | null =>
  sharpFolders.some((folder) => isIn(file, folder)) ? null : `only ${sharpFolders.join(" and ")} import sharp`;

function checkProject(from: string, typeOnly: boolean, rule: ScopeRule): string | null {
  if (rule.projects.includes(from)) return null;
  if (!rule.typesOnly.includes(from)) return `must not import ${from}`;
  return typeOnly ? null : `${from}: only \`import type\` is allowed`;
}

const packageName = (from: string): string =>
  from
    .split("/")
    .slice(0, from.startsWith("@") ? 2 : 1)
    .join("/");

const isIn = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`);
