import type { Named } from "./named.ts";
import type { Place } from "./place.ts";

/**
 * Where the trees of the named folders go: that of a single one into the output folder itself, those of several into a folder of
 * their name each (`photos`, and `photos-2` for a second one of that name, capital or not). A folder named twice counts once.
 */
export function rootPlaces(folders: readonly Named[]): Place[] {
  const distinct = [
    ...new Map([...folders].reverse().map((folder) => [folder.facts?.identity, folder.place])).values(),
  ].reverse();
  if (distinct.length === 1) return distinct.map((place) => ({ ...place, treePath: "" }));
  const taken = new Set<string>();
  return distinct.map((place) => ({ ...place, treePath: freeName(place.treePath || "root", taken) }));
}

function freeName(name: string, taken: Set<string>): string {
  const names = [name, ...Array.from({ length: taken.size }, (_, at) => `${name}-${at + 2}`)];
  const free = names.find((candidate) => !taken.has(candidate.toLowerCase())) ?? name;
  taken.add(free.toLowerCase());
  return free;
}
