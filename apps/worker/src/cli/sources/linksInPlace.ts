import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { native } from "@pixelmill/native";
import { fileFactsOrNull } from "./fileFacts.ts";
import type { Source, SourceList } from "./source.ts";

/**
 * Leaves out links that lead to another source, where results take the place of their sources in the output folder. Such a link goes on
 * leading to that file, and so to its result. Replaced as well, it would be a second copy, made of the source or of its result, whichever
 * is there when its turn comes.
 */
export async function withoutLinksInPlace(list: SourceList, outDir: string): Promise<SourceList> {
  const leftOut = new Set<Source>();
  for (const same of Map.groupBy(list.sources, ({ identity }) => identity).values()) {
    if (same.length > 1) for (const link of await linksToOthers(same, outDir)) leftOut.add(link);
  }
  if (leftOut.size === 0) return list;
  return { ...list, sources: list.sources.filter((source) => !leftOut.has(source)), skipped: list.skipped + leftOut.size };
}

/** Of sources that are one file, the links, where the file itself is among those that are replaced. */
async function linksToOthers(same: readonly Source[], outDir: string): Promise<readonly Source[]> {
  const looked = await Promise.all(
    same.map(async (source) => ({ source, isLink: await isLink(source), inPlace: await isInPlace(source, outDir) })),
  );
  const replaced = looked.filter(({ inPlace }) => inPlace);
  return replaced.some((each) => !each.isLink) ? replaced.filter((each) => each.isLink).map(({ source }) => source) : [];
}

// What can't be looked at fails where it is read or written.
const isLink = ({ file }: Source): Promise<boolean> =>
  lstat(native.longPath(file)).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );

const isInPlace = ({ treePath, identity }: Source, outDir: string): Promise<boolean> =>
  fileFactsOrNull(join(outDir, ...treePath.split("/"))).then(
    (facts) => facts?.identity === identity,
    () => false,
  );
