import { readFile, writeFile } from "node:fs/promises";
import { native } from "@pixelmill/native";

/** What `oxipng -o4` makes of a PNG, by the same crate: the addon's `smallest` is its preset 4. */
export async function writePng(source: string, output: string): Promise<void> {
  if (native.codecs === null) throw new Error("oxipng needs the native addon.");
  await writeFile(output, await native.codecs.optimizePng(await readFile(source), { effort: "smallest", keepMetadata: false }));
}
