import { rename } from "node:fs/promises";
import { checkPlainFile } from "../store/durableFiles.ts";

/** Takes an encoded file off the desk, where its writer could still reach it, before it is looked at. */
export async function takeOffDesk(file: string, to: string): Promise<void> {
  await rename(file, to);
  checkPlainFile(to);
}
