import { dirname, resolve } from "node:path";
import { fileFactsOrNull } from "./fileFacts.ts";

/** The folder that a file is to be written to, where it is no folder; null where it is one. Asked before the work, not after. */
export async function missingFolder(file: string): Promise<string | null> {
  const folder = dirname(file);
  const facts = await fileFactsOrNull(resolve(folder)).catch(() => null);
  return facts?.kind === "folder" ? null : folder;
}
