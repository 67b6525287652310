import { linkSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type ImageFormat, type OutputNaming, plainNaming } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { listSources } from "../sources/listSources.ts";
import { testFolder, writeTree } from "../testing/folder.ts";
import { OutputPlan } from "./outputPlan.ts";

const formatOf = (path: string): ImageFormat => (path.endsWith(".png") ? "png" : path.endsWith(".webp") ? "webp" : "jpeg");

interface PlanWish {
  readonly inputs?: string[];
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly to?: ImageFormat;
  readonly naming?: Partial<OutputNaming>;
}

/** Where each source's output goes, or the code it fails with. */
async function planned(folder: string, options: PlanWish = {}) {
  const { inputs = ["p"], out = "out", overwrite = false, to, naming = {} } = options;
  const { keepTree = true } = naming;
  const outDir = join(folder, out);
  const { sources } = await listSources(
    inputs.map((input) => join(folder, input)),
    outDir,
    new AbortController().signal,
  );
  const plan = new OutputPlan({ outDir, overwrite, keepTree, sources });
  const places: Record<string, string> = {};
  for (const source of sources) {
    const from = formatOf(source.file.toLowerCase());
    const place = await plan.take(source, from, to ?? from, { ...plainNaming, ...naming });
    places[source.treePath] = place.ok ? `${place.value.path}${place.value.inPlace ? " in place" : ""}` : place.error.code;
  }
  return places;
}

describe("names", () => {
  it("that would be the same say where they came from, in the order of the sources", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "p/a.jpeg": "", "p/a.png": "", "p/a.webp": "", "p/sub/a.png": "" });
    const expected = {
      "a.jpeg": "a.webp",
      "a.jpg": "a-jpg.webp",
      "a.png": "a-png.webp",
      "a.webp": "a-2.webp",
      "sub/a.png": "sub/a.webp",
    };
    expect(await planned(folder, { to: "webp" })).toEqual(expected);
    expect(await planned(folder, { to: "webp" })).toEqual(expected);
  });

  it("that differ only in capitals or in the way accents are written are the same", async () => {
    const folder = testFolder();
    await writeTree(folder, { "x/Photo.jpg": "", "y/photo.JPG": "", "x/é.png": "", "y/e\u0301.png": "" });
    const inputs = ["x/Photo.jpg", "y/photo.JPG", "x/é.png", "y/e\u0301.png"];
    expect(await planned(folder, { inputs })).toEqual({
      "Photo.jpg": "Photo.jpg",
      "photo.JPG": "photo-2.JPG",
      "e\u0301.png": "e\u0301.png",
      "é.png": "é-2.png",
    });
  });

  it("are never that of a folder that outputs need", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "p/a.webp/b.jpg": "" });
    expect(await planned(folder, { to: "webp" })).toEqual({ "a.jpg": "a-jpg.webp", "a.webp/b.jpg": "a.webp/b.webp" });
  });

  it("of earlier results are used again", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "out/a.webp": "" });
    expect(await planned(folder, { to: "webp" })).toEqual({ "a.jpg": "a.webp" });
  });
});

describe("a name pattern", () => {
  it("makes the names, which are numbered where they come out the same", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "p/sub/b.png": "", "p/sub/c.png": "" });
    const naming = { names: "{width}-{format}", width: 640 };
    expect(await planned(folder, { to: "webp", naming })).toEqual({
      "a.jpg": "640-webp.webp",
      "sub/b.png": "sub/640-webp.webp",
      "sub/c.png": "sub/640-webp-png.webp",
    });
  });

  it("leaves folders out where they are not kept: none of their names is taken then", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "p/sub/a.jpg": "", "p/b.webp/c.jpg": "", "p/b.jpg": "" });
    expect(await planned(folder, { to: "webp", naming: { keepTree: false } })).toEqual({
      "a.jpg": "a.webp",
      "sub/a.jpg": "a-jpg.webp",
      "b.jpg": "b.webp",
      "b.webp/c.jpg": "c.webp",
    });
  });

  it("takes no source's place with overwrite but where that is the name that comes out", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "p/sub/b.jpg": "" });
    const wish = { out: "p", overwrite: true };
    expect(await planned(folder, { ...wish, naming: { keepTree: false } })).toEqual({
      "a.jpg": "a.jpg in place",
      "sub/b.jpg": "b.jpg",
    });
    expect(await planned(folder, { ...wish, naming: { names: "{name}-small" } })).toEqual({
      "a.jpg": "a-small.jpg",
      "sub/b.jpg": "sub/b-small.jpg",
    });
  });
});

describe("sources", () => {
  it("are not replaced without overwrite, the one or another", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "p/b.png": "", "p/b.webp": "" });
    expect(await planned(folder, { out: "p", to: "webp" })).toEqual({
      "a.jpg": "a.webp",
      "b.png": "outputExists",
      "b.webp": "outputExists",
    });
  });

  it("are replaced by their own output with overwrite, and by no other", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "p/b.png": "", "p/b.webp": "" });
    expect(await planned(folder, { out: "p", to: "webp", overwrite: true })).toEqual({
      "a.jpg": "a.webp",
      "b.png": "b-png.webp",
      "b.webp": "b.webp in place",
    });
  });

  it.skipIf(process.platform === "win32")(
    "keep a name that is not safe everywhere where they are replaced by themselves",
    async () => {
      const folder = testFolder();
      await writeTree(folder, { 'p/we"ird.png': "", "p/sub/a:b.jpg": "" });
      expect(await planned(folder, { out: "p", overwrite: true })).toEqual({
        "sub/a:b.jpg": "sub/a:b.jpg in place",
        'we"ird.png': 'we"ird.png in place',
      });
      expect(await planned(folder, { out: "other", overwrite: true })).toEqual({
        "sub/a:b.jpg": "sub/a_b.jpg",
        'we"ird.png': "we_ird.png",
      });
    },
  );

  it("are guarded through linked folders, linked files and further names of the same file", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/sub/a.jpg": "", "p/b.jpg": "", "p/c.jpg": "", "out/x": "" });
    symlinkSync("../p/sub", join(folder, "out/sub"));
    symlinkSync("../p/b.jpg", join(folder, "out/b.jpg"));
    linkSync(join(folder, "p/c.jpg"), join(folder, "out/c.jpg"));
    expect(await planned(folder)).toEqual({ "b.jpg": "outputExists", "c.jpg": "outputExists", "sub/a.jpg": "outputExists" });
  });

  it("are guarded where the output folder is a link to theirs", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "" });
    symlinkSync("p", join(folder, "out"));
    expect(await planned(folder)).toEqual({ "a.jpg": "outputExists" });
    expect(await planned(folder, { overwrite: true })).toEqual({ "a.jpg": "a.jpg in place" });
  });
});

describe("several outputs of a source", () => {
  it.skipIf(process.platform === "win32")("take its own place once, the others a name beside it", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", 'p/we"ird.jpg': "" });
    const { sources } = await listSources([join(folder, "p")], join(folder, "p"), new AbortController().signal);
    const plan = new OutputPlan({ outDir: join(folder, "p"), overwrite: true, keepTree: true, sources });
    const taken: string[] = [];
    for (const source of sources)
      for (const [to, suffix] of [["jpeg"], ["jpeg"], ["webp"], ["jpeg", "-320"]] as [ImageFormat, string?][]) {
        const place = await plan.take(source, "jpeg", to, { ...plainNaming, suffix: suffix ?? "" });
        taken.push(place.ok ? `${place.value.path}${place.value.inPlace ? " in place" : ""}` : place.error.code);
      }
    expect(taken).toEqual([
      ...["a.jpg in place", "a-2.jpg", "a.webp", "a-320.jpg"],
      ...['we"ird.jpg in place', "we_ird.jpg", "we_ird.webp", "we_ird-320.jpg"],
    ]);
  });
});

it("fails for a place that cannot be looked at", async () => {
  const folder = testFolder();
  await writeTree(folder, { "p/sub/a.jpg": "", "out/sub": "a file" });
  expect(await planned(folder)).toEqual({ "sub/a.jpg": "outputUnwritable" });
});
