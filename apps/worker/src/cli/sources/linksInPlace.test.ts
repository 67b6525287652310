import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { testFolder, writeTree } from "../testing/folder.ts";
import { withoutLinksInPlace } from "./linksInPlace.ts";
import { listSources } from "./listSources.ts";

async function left(folder: string, inputs: readonly string[], out: string) {
  const outDir = join(folder, out);
  const signal = new AbortController().signal;
  const list = await listSources(
    inputs.map((input) => join(folder, input)),
    outDir,
    signal,
  );
  const { sources, skipped } = await withoutLinksInPlace(list, outDir);
  return { paths: sources.map(({ treePath }) => treePath), skipped };
}

async function linkedFolder(): Promise<string> {
  const folder = testFolder();
  await writeTree(folder, { "p/a.jpg": "a", "p/sub/c.jpg": "c", "elsewhere/b.jpg": "b" });
  symlinkSync("../a.jpg", join(folder, "p/sub/to-a.jpg"));
  symlinkSync("to-a.jpg", join(folder, "p/sub/to-link.jpg"));
  symlinkSync("../elsewhere/b.jpg", join(folder, "p/to-b.jpg"));
  return folder;
}

it("leaves out links to a source that is replaced itself, and keeps those that lead elsewhere", async () => {
  const { paths, skipped } = await left(await linkedFolder(), ["p"], "p");
  expect(paths).toEqual(["a.jpg", "sub/c.jpg", "to-b.jpg"]);
  expect(skipped).toBe((await left(await linkedFolder(), ["p"], "out")).skipped + 2);
});

it("leaves out none where results go elsewhere: there each has a place", async () => {
  const { paths } = await left(await linkedFolder(), ["p"], "out");
  expect(paths).toEqual(["a.jpg", "sub/c.jpg", "sub/to-a.jpg", "sub/to-link.jpg", "to-b.jpg"]);
});

it("keeps two links to the same file elsewhere: neither replaces what the other is made of", async () => {
  const folder = await linkedFolder();
  symlinkSync("../elsewhere/b.jpg", join(folder, "p/again.jpg"));
  expect((await left(folder, ["p"], "p")).paths).toEqual(["a.jpg", "again.jpg", "sub/c.jpg", "to-b.jpg"]);
});
