import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** A file that was made by another program, see fixtures/README.md. */
export const fixture = (name: string): Promise<Buffer> => readFile(fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url)));
