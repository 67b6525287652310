import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Project } from "../nx/projectGraph.ts";
import { root } from "../nx/runNx.ts";
import { checkImports } from "./checkImports.ts";
import { checkProjects } from "./checkProjects.ts";
import { readImports } from "./readImports.ts";
import { scopeRules } from "./rules.ts";

interface Snippet {
  readonly file: string;
  readonly code: string;
  /** False where Biome cannot see it: its rule neither resolves paths nor knows types. */
  readonly biome?: false;
}

const violating: readonly Snippet[] = [
  { file: "packages/core/src/a/x.ts", code: 'import fs from "node:fs"; console.log(fs);' },
  { file: "packages/core/src/a/x.ts", code: 'import fs from "fs/promises"; console.log(fs);' },
  { file: "packages/core/src/a/x.ts", code: 'import sharp from "sharp"; console.log(sharp);' },
  { file: "packages/core/src/a/x.ts", code: 'import native from "@pixelmill/native"; console.log(native);' },
  { file: "packages/core/src/x.ts", code: 'export * from "../../native/src/index.ts";', biome: false },
  { file: "packages/native/src/x.ts", code: 'import { a } from "@pixelmill/core"; console.log(a);' },
  { file: "packages/native/src/x.ts", code: 'import sharp from "sharp"; console.log(sharp);' },
  { file: "packages/native/src/x.ts", code: 'import { a } from "../../core/src/index.ts"; console.log(a);', biome: false },
  { file: "apps/worker/src/pool/x.ts", code: 'import sharp from "sharp"; console.log(sharp);' },
  { file: "apps/worker/src/pool/x.ts", code: 'const sharp = await import("sharp"); console.log(sharp);' },
  { file: "apps/worker/src/pool/x.ts", code: 'import { encode } from "../encoder/encode.ts"; console.log(encode);' },
  { file: "apps/worker/src/pool/x.ts", code: 'import type { Encode } from "../encoder/encode.ts"; export type A = Encode;' },
  { file: "apps/worker/src/bench/x.ts", code: 'import sharp from "sharp"; console.log(sharp);' },
  { file: "apps/worker/src/bench/baseline/x.ts", code: 'import { encode } from "../../encoder/encode.ts"; console.log(encode);' },
  { file: "apps/worker/src/main.ts", code: 'export { encode } from "./encoder/encode.ts";' },
  { file: "apps/worker/src/x.ts", code: 'import { a } from "@pixelmill/web"; console.log(a);' },
  { file: "apps/worker/src/encoder/x.ts", code: 'import { a } from "../pool/a.ts"; console.log(a);' },
  { file: "apps/worker/src/encoder/a/x.ts", code: 'import { a } from "../../pool/a.ts"; console.log(a);' },
  { file: "apps/worker/src/encoder/x.ts", code: 'const a = await import("../pool/a.ts"); console.log(a);' },
  { file: "apps/worker/src/encoder/x.ts", code: 'import { a } from "@pixelmill/web"; console.log(a);' },
  { file: "apps/web/app/x.tsx", code: 'import sharp from "sharp"; console.log(sharp);' },
  { file: "apps/web/app/x.tsx", code: 'import { a } from "@pixelmill/native"; console.log(a);' },
  { file: "apps/web/app/x.tsx", code: 'import { a } from "../../worker/src/index.ts"; console.log(a);' },
  { file: "apps/web/app/x.tsx", code: 'import { a } from "@pixelmill/worker"; console.log(a);', biome: false },
  { file: "apps/web/app/x.tsx", code: 'import { type A } from "@pixelmill/worker"; export type B = A;', biome: false },
];

const allowed: readonly Snippet[] = [
  {
    file: "packages/core/src/a/x.ts",
    code: 'import { z } from "zod"; import b from "./b.ts"; import c from "../c.ts"; console.log(z, b, c);',
  },
  { file: "packages/core/src/a/x.ts", code: 'import d from "../../src/d/e.ts"; console.log(d);' },
  { file: "packages/native/src/x.ts", code: 'import fs from "node:fs"; console.log(fs);' },
  {
    file: "apps/worker/src/pool/x.ts",
    code: 'import { a } from "../protocol/a.ts"; import b from "@pixelmill/native"; console.log(a, b);',
  },
  { file: "apps/worker/src/pool/x.ts", code: 'import { a } from "./encoderProcess.ts"; console.log(a);' },
  {
    file: "apps/worker/src/bench/baseline/x.ts",
    code: 'import sharp from "sharp"; import { a } from "../processes/a.ts"; console.log(sharp, a);',
  },
  {
    file: "apps/worker/src/encoder/x.ts",
    code: 'import sharp from "sharp"; import { a } from "../protocol/a.ts"; console.log(sharp, a);',
  },
  {
    file: "apps/worker/src/encoder/x.ts",
    code: 'import { a } from "@pixelmill/core"; import b from "@pixelmill/native"; console.log(a, b);',
  },
  {
    file: "apps/worker/src/encoder/a/x.ts",
    code: 'import { a } from "../../protocol/a.ts"; import b from "../b.ts"; console.log(a, b);',
  },
  { file: "apps/web/app/x.tsx", code: 'import { a } from "@pixelmill/core"; import b from "./b.tsx"; console.log(a, b);' },
  { file: "apps/web/app/x.tsx", code: 'import type { AppRouter } from "@pixelmill/worker"; export type A = AppRouter;' },
];

const projectOf = (file: string): string => file.split("/").slice(0, 2).join("/");

function check({ file, code }: Snippet): string[] {
  const project = projectOf(file);
  const rule = scopeRules[`scope:${path.basename(project)}`];
  if (!rule) throw new Error(`no rule for ${project}`);
  return checkImports({ file, project, imports: readImports(file, code) }, rule);
}

describe("imports", () => {
  it.each(violating)("$file refuses: $code", (snippet) => {
    expect(check(snippet)).toEqual([expect.stringContaining(`${snippet.file}: `)]);
  });

  it.each(allowed)("$file allows: $code", (snippet) => {
    expect(check(snippet)).toEqual([]);
  });
});

describe("imports in the editor, through Biome", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "pixelmill-boundaries-"));
  const snippets = [...violating, ...allowed].map((snippet, index) => ({
    ...snippet,
    file: snippet.file.replace(/x(\.tsx?)$|main(\.ts)$/, (_, a, b) => `x${index}${a ?? b}`),
  }));
  let refused: ReadonlySet<string>;

  beforeAll(() => {
    for (const name of ["biome.json", ".gitignore"]) copyFileSync(path.join(root, name), path.join(folder, name));
    for (const { file, code } of snippets) {
      mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(folder, file), `${code}\n`);
    }
    refused = runBiome(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(snippets.slice(0, violating.length).filter(({ biome }) => biome !== false))("$file refuses: $code", ({ file }) => {
    expect(refused).toContain(file);
  });

  it.each(snippets.slice(violating.length))("$file allows: $code", ({ file }) => {
    expect(refused).not.toContain(file);
  });
});

/** The files in which Biome's import rule finds something. */
function runBiome(folder: string): Set<string> {
  const bin = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
  const args = ["lint", "--only=style/noRestrictedImports", "--max-diagnostics=none", "--reporter=json", "."];
  const report = (): string => {
    try {
      return execFileSync(process.execPath, [bin, ...args], {
        cwd: folder,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  };
  const { diagnostics } = JSON.parse(report()) as { diagnostics: { category: string; location: { path: string } }[] };
  return new Set(
    diagnostics.filter(({ category }) => category.endsWith("noRestrictedImports")).map(({ location }) => location.path),
  );
}

describe("projects", () => {
  const project = (scope: string, more: Partial<Project> = {}): Project => ({
    name: `@pixelmill/${scope}`,
    folder: `any/${scope}`,
    tags: ["npm:private", `scope:${scope}`],
    targets: ["typecheck", "test"],
    projects: [],
    dependencies: [],
    ...more,
  });

  it("accepts the arrows of the design", () => {
    const projects = [
      project("web", { projects: ["@pixelmill/core", "@pixelmill/worker"], dependencies: ["@pixelmill/core", "next"] }),
      project("worker", { projects: ["@pixelmill/core", "@pixelmill/native"], dependencies: ["@pixelmill/core", "sharp"] }),
      project("core", { dependencies: ["zod"] }),
      project("native"),
    ];
    expect(checkProjects(projects)).toEqual([]);
  });

  it.each([
    ["core depends on native", project("core", { projects: ["@pixelmill/native"] })],
    ["core depends on a package other than zod", project("core", { dependencies: ["zod", "lodash"] })],
    ["native depends on core", project("native", { projects: ["@pixelmill/core"] })],
    ["native depends on a package", project("native", { dependencies: ["bindings"] })],
    ["the worker depends on the web app", project("worker", { projects: ["@pixelmill/web"] })],
    ["the web app depends on native", project("web", { projects: ["@pixelmill/native"] })],
    ["the web app needs the worker at run time", project("web", { dependencies: ["@pixelmill/worker"] })],
    ["a project has no tests", project("native", { targets: ["typecheck"] })],
    ["a project checks no types", project("native", { targets: ["test"] })],
    ["a project has no scope", project("core", { tags: [] })],
    ["a project has an unknown scope", project("core", { tags: ["scope:other"] })],
    ["a project has two scopes", project("core", { tags: ["scope:core", "scope:native"] })],
  ])("refuses when %s", (_, violator) => {
    expect(checkProjects([violator])).toEqual([expect.stringContaining(`${violator.folder}/package.json: `)]);
  });
});
