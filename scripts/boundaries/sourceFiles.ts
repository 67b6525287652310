import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { root } from "../nx/runNx.ts";
import type { SourceFile } from "./checkImports.ts";
import { readImports } from "./readImports.ts";
import { isFreeFile } from "./rules.ts";

const skipped = new Set(["node_modules", "dist", "target", "coverage", "tmp"]);

/** Reads the TypeScript sources of a project, tests, tools and built files left out. */
export async function readSources(project: string): Promise<SourceFile[]> {
  const files = (await listFiles(project)).filter((file) => /\.[mc]?tsx?$/.test(file) && !isFreeFile(file));
  return Promise.all(
    files.map(async (file) => ({ file, project, imports: readImports(file, await readFile(path.join(root, file), "utf8")) })),
  );
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const nested = entries
    .filter(({ name }) => !skipped.has(name) && !name.startsWith("."))
    .map((entry) => (entry.isDirectory() ? listFiles(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
  return (await Promise.all(nested)).flat();
}
