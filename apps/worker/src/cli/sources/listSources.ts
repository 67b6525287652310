import { resolve } from "node:path";
import { fileFactsOrNull } from "./fileFacts.ts";
import { FolderWalk } from "./folderWalk.ts";
import { lookAt, type Named } from "./named.ts";
import { byTreePath, toSource } from "./place.ts";
import { rootPlaces } from "./rootPlaces.ts";
import type { SourceList } from "./source.ts";

/**
 * Lists everything to be optimized, before anything is written: only so is a source that comes late safe from an output that comes
 * early. The output folder is left out of the walk where it lies below a named folder. Ends early where the signal aborts.
 */
export async function listSources(inputs: readonly string[], outDir: string, signal: AbortSignal): Promise<SourceList> {
  const named = await Promise.all(inputs.map(lookAt));
  const folders = named.filter((one) => one.facts?.kind === "folder");
  const out = await fileFactsOrNull(resolve(outDir)).catch(() => null);
  const outIsNamed = folders.some(({ facts }) => facts?.identity === out?.identity);
  const walk = new FolderWalk(out === null || outIsNamed ? [] : [out.identity], signal);
  await walk.walk(rootPlaces(folders));
  for (const one of named) addNamedFile(walk, one);
  return {
    sources: [...walk.sources.values()].sort(byTreePath),
    unreadable: walk.unreadable.sort((a, b) => (a.shownPath < b.shownPath ? -1 : 1)),
    skipped: walk.skipped,
  };
}

function addNamedFile(walk: FolderWalk, { place, facts, problem }: Named): void {
  if (facts === null || facts.kind === "other") walk.addUnreadable(place.shownPath, problem ?? "it is no file");
  if (facts?.kind !== "file") return;
  // A file that a named folder holds as well keeps its place in that folder's tree.
  const found = walk.sources.get(place.path);
  walk.sources.set(place.path, found === undefined ? toSource(place, facts, false) : { ...found, guessed: false });
}
