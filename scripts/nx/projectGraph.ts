import { readFileSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { root, runNx } from "./runNx.ts";

/** One project of the workspace, as Nx sees it. */
export interface Project {
  readonly name: string;
  /** Folder, relative to the repository's root. */
  readonly folder: string;
  readonly tags: readonly string[];
  /** Names of the targets Nx can run. */
  readonly targets: readonly string[];
  /** Names of the projects it depends on. */
  readonly projects: readonly string[];
  /** Names of all packages in its `dependencies`. */
  readonly dependencies: readonly string[];
}

interface NxGraph {
  readonly nodes: Record<string, { data: { root: string; tags?: string[]; targets?: Record<string, unknown> } }>;
  readonly dependencies: Record<string, { target: string }[]>;
}

/** Reads the project graph from Nx. Throws with Nx's own output where Nx fails. */
export async function readProjects(): Promise<Project[]> {
  const file = path.join(root, "tmp", `graph-${process.pid}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  const { code, output } = await runNx(["graph", `--file=${file}`]);
  if (code !== 0) throw new Error(`nx graph failed:\n${output}`);
  const { graph } = JSON.parse(await readFile(file, "utf8")) as { graph: NxGraph };
  return Object.entries(graph.nodes).map(([name, { data }]) => ({
    name,
    folder: data.root,
    tags: data.tags ?? [],
    targets: Object.keys(data.targets ?? {}),
    projects: (graph.dependencies[name] ?? []).map((edge) => edge.target),
    dependencies: readDependencies(data.root),
  }));
}

function readDependencies(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(path.join(root, folder, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
  };
  return Object.keys(manifest.dependencies ?? {});
}
