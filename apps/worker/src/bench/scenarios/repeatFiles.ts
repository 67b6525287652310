import type { BenchFile } from "../variants/variant.ts";

/** So many files, each with a name of its own, made of a few that are there. */
export const repeatFiles = (files: readonly BenchFile[], count: number): BenchFile[] =>
  Array.from({ length: files.length === 0 ? 0 : count }, (_, index) => {
    const file = files[index % files.length];
    if (file === undefined) throw new Error("There is a file for every index.");
    return { ...file, name: `${String(index).padStart(5, "0")}-${file.name}` };
  });
