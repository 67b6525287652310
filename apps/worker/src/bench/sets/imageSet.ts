import { basename, join, resolve } from "node:path";
import { type BenchSet, pixelCount } from "@pixelmill/core";
import { listSources } from "../../cli/sources/listSources.ts";
import type { EngineVariant } from "../variants/engineVariant.ts";
import type { BenchFile } from "../variants/variant.ts";

/** A set of images, every one of them readable. */
export interface ImageSet {
  readonly name: string;
  readonly files: readonly BenchFile[];
  /** Files that are no images Pixelmill reads. */
  readonly refused: number;
}

/** Reads a folder, with all that is below it. Headers are read by inspection. */
export async function readImageSet(name: string | null, folder: string, engine: EngineVariant): Promise<ImageSet> {
  const { sources } = await listSources([folder], join(folder, "no-output"), new AbortController().signal);
  const infos = await engine.inspect(sources.map(({ file }) => file));
  const files = sources.flatMap(({ file, treePath }, index) => {
    const info = infos[index];
    return info?.ok === true ? [{ name: treePath, source: file, info: info.value }] : [];
  });
  return { name: name ?? basename(resolve(folder)), files, refused: sources.length - files.length };
}

/** A set as a report tells of it. */
export const describeSet = (name: string, files: readonly BenchFile[]): BenchSet => ({
  name,
  files: files.length,
  pixels: files.reduce((sum, { info }) => sum + pixelCount(info), 0),
  sourceBytes: files.reduce((sum, { info }) => sum + info.bytes, 0),
});
