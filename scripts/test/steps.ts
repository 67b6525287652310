import { createRequire } from "node:module";
import path from "node:path";
import type { Project } from "../nx/projectGraph.ts";
import { root } from "../nx/runNx.ts";
import type { Step } from "./step.ts";

const require = createRequire(import.meta.url);
const bin = {
  biome: require.resolve("@biomejs/biome/bin/biome"),
  knip: path.join(root, "node_modules/knip/bin/knip.js"),
  nx: require.resolve("nx/bin/nx.js"),
  tsc: path.join(root, "node_modules/typescript/bin/tsc"),
  vitest: path.join(root, "node_modules/vitest/vitest.mjs"),
};

/** The folder of the Vitest reports. */
export const reports = path.join(root, "tmp/reports");

/** What needs no build: style, unused code, arrows. */
export const lintSteps: readonly Step[] = [
  { name: "biome", command: [bin.biome, "check", "."] },
  { name: "knip", command: [bin.knip] },
  { name: "boundaries", command: [path.join(root, "scripts/boundaries.ts")] },
];

/** Everything that has to be built, then types. The tests run even where one of these fails. */
export const buildSteps: readonly Step[] = [
  { name: "build", command: [bin.nx, "run-many", "-t", "build", "--outputStyle=static"] },
  { name: "typecheck", command: [bin.nx, "run-many", "-t", "typecheck", "--outputStyle=static"] },
  { name: "typecheck of scripts and end-to-end tests", command: [bin.tsc, "-p", "."] },
];

/** The tests: the repository's own, then each project's after those it depends on, then the whole thing in a browser. */
export function testSteps(projects: readonly Project[], full: boolean): Step[] {
  const tested = inOrder(projects.filter(({ targets }) => targets.includes("test")));
  return [
    vitestStep("repository", ".", full),
    ...tested.map(({ name, folder }) => vitestStep(name, folder, full)),
    vitestStep("end to end", "e2e", full),
  ];
}

function inOrder(projects: readonly Project[]): Project[] {
  const done = new Set<Project>();
  const visit = (project: Project): void => {
    if (done.has(project)) return;
    for (const other of projects) if (project.projects.includes(other.name)) visit(other);
    done.add(project);
  };
  projects.forEach(visit);
  return [...done];
}

function vitestStep(name: string, folder: string, full: boolean): Step {
  const report = path.join(reports, `${name.replace(/.*\/|\W/g, "")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return {
    name: `tests: ${name}`,
    command: [
      bin.vitest,
      "run",
      ...reporters,
      ...(folder === "packages/core" ? ["--coverage"] : []),
      ...(full ? [] : longTestsOut),
    ],
    folder,
    report,
  };
}

const longTestsOut = ["--exclude", "**/*.full.test.ts"];
