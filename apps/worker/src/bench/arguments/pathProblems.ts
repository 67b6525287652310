import { resolve } from "node:path";
import { fileFacts } from "../../cli/sources/fileFacts.ts";
import { missingFolder } from "../../cli/sources/missingFolder.ts";
import { systemReason } from "../../cli/sources/systemReason.ts";
import type { BenchArguments } from "./benchArguments.ts";

/** What is wrong with the files and folders that were named, one line each: found before anything is measured, which takes long. */
export async function pathProblems(options: BenchArguments): Promise<string[]> {
  const found = await Promise.all([...readPaths(options).map(unreadable), ...writtenFiles(options).map(unwritable)]);
  return found.filter((problem) => problem !== null);
}

function readPaths(options: BenchArguments): string[] {
  if (options.type === "compare") return [options.before, options.after];
  return [options.folder, options.costs].filter((path) => path !== null);
}

function writtenFiles(options: BenchArguments): [option: string, file: string][] {
  const files = [["json", options.type === "compare" ? null : options.json] as const, ["html", options.html] as const];
  return files.flatMap(([option, file]) => (file === null ? [] : [[option, file]]));
}

async function unreadable(path: string): Promise<string | null> {
  return fileFacts(resolve(path)).then(
    () => null,
    (error: unknown) => `${path}: ${systemReason(error)}`,
  );
}

async function unwritable([option, file]: [option: string, file: string]): Promise<string | null> {
  const missing = await missingFolder(file);
  return missing === null ? null : `--${option}: ${missing} is no folder`;
}
