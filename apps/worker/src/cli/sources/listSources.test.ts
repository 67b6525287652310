import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { testFolder, writeTree } from "../testing/folder.ts";
import { listSources } from "./listSources.ts";

const never = new AbortController().signal;

/** Lists with the inputs below a test's folder. */
async function list(folder: string, inputs: readonly string[], out = "out", signal = never) {
  return listSources(
    inputs.map((input) => join(folder, input)),
    join(folder, out),
    signal,
  );
}

const treePaths = async (...of: Parameters<typeof list>) => (await list(...of)).sources.map(({ treePath }) => treePath);

describe("a folder", () => {
  it("is walked with all that is below it, sorted, its own name left out", async () => {
    const folder = testFolder();
    await writeTree(folder, { "photos/b.jpg": "1", "photos/a/z.PNG": "22", "photos/a/deep/er/x.webp": "3", "photos/a.jpg": "4" });
    const { sources, unreadable, skipped } = await list(folder, ["photos"]);
    expect(sources.map(({ treePath }) => treePath)).toEqual(["a.jpg", "a/deep/er/x.webp", "a/z.PNG", "b.jpg"]);
    expect(sources[2]).toMatchObject({
      file: join(folder, "photos/a/z.PNG"),
      shownPath: join(folder, "photos/a/z.PNG"),
      bytes: 2,
      guessed: false,
    });
    expect({ unreadable, skipped }).toEqual({ unreadable: [], skipped: 0 });
  });

  it("gives the files with an image's extension, and those without any to be looked at", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "p/b.svg": "", "p/c.heic": "", "p/LICENSE": "", "p/d.txt": "", "p/e.jpg.bak": "" });
    const { sources, skipped } = await list(folder, ["p"]);
    expect(sources.map(({ treePath, guessed }) => [treePath, guessed])).toEqual([
      ["LICENSE", true],
      ["a.jpg", false],
      ["b.svg", false],
      ["c.heic", false],
    ]);
    expect(skipped).toBe(2);
  });

  it("is walked without what is hidden, which is counted as far as it is files", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/.DS_Store": "", "p/._a.jpg": "", "p/.git/x.jpg": "", "p/a.jpg": "" });
    const { sources, skipped } = await list(folder, ["p"]);
    expect(sources.map(({ treePath }) => treePath)).toEqual(["a.jpg"]);
    expect(skipped).toBe(2);
  });

  it("may be empty", async () => {
    const folder = testFolder();
    mkdirSync(join(folder, "p/deep"), { recursive: true });
    expect(await list(folder, ["p"])).toEqual({ sources: [], unreadable: [], skipped: 0 });
  });

  it("of 500 files gives them all", async () => {
    const folder = testFolder();
    await writeTree(folder, Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`p/${at}.jpg`, ""])));
    expect((await list(folder, ["p"])).sources).toHaveLength(500);
  });

  it("is left as it is where the run was stopped", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "" });
    expect(await treePaths(folder, ["p"], "out", AbortSignal.abort())).toEqual([]);
  });
});

describe("links", () => {
  it("to files are files, and lead to folders outside", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "other/b.jpg": "", "other/deep/c.jpg": "" });
    symlinkSync("a.jpg", join(folder, "p/link.jpg"));
    symlinkSync("../other", join(folder, "p/more"));
    expect(await treePaths(folder, ["p"])).toEqual(["a.jpg", "link.jpg", "more/b.jpg", "more/deep/c.jpg"]);
  });

  it("that lead back, in circles or twice to a folder change nothing", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/sub/a.jpg": "", "x/b.jpg": "", "y/c.jpg": "" });
    symlinkSync("..", join(folder, "p/sub/up"));
    symlinkSync("sub", join(folder, "p/again"));
    symlinkSync("../x", join(folder, "p/one"));
    symlinkSync("../x", join(folder, "p/two"));
    symlinkSync("../y", join(folder, "x/to-y"));
    symlinkSync("../x", join(folder, "y/to-x"));
    expect(await treePaths(folder, ["p"])).toEqual(["one/b.jpg", "one/to-y/c.jpg", "sub/a.jpg"]);
  });

  it("that lead nowhere are told of where their name is an image's", async () => {
    const folder = testFolder();
    mkdirSync(join(folder, "p"));
    symlinkSync("gone", join(folder, "p/a.jpg"));
    symlinkSync("gone", join(folder, "p/notes"));
    symlinkSync("self.jpg", join(folder, "p/self.jpg"));
    const { sources, unreadable, skipped } = await list(folder, ["p"]);
    expect(sources).toEqual([]);
    expect(skipped).toBe(1);
    expect(unreadable.map(({ shownPath, error }) => [shownPath.slice(folder.length + 1), error.code, error.message])).toEqual([
      ["p/a.jpg", "sourceUnreadable", "The file cannot be read: there is no such file or folder"],
      ["p/self.jpg", "sourceUnreadable", "The file cannot be read: its links lead in a circle"],
    ]);
  });
});

describe("what is named", () => {
  it("goes to folders of their names where it is several folders, and beside them where it is files", async () => {
    const folder = testFolder();
    await writeTree(folder, { "x/photos/a.jpg": "", "y/Photos/a.jpg": "", "logos/b.png": "", "z/c.webp": "" });
    expect(await treePaths(folder, ["x/photos", "y/Photos", "logos/", "z/c.webp"])).toEqual([
      "Photos-2/a.jpg",
      "c.webp",
      "logos/b.png",
      "photos/a.jpg",
    ]);
  });

  it("counts once where it is named twice, and a file keeps its place in a folder's tree", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/sub/a.jpg": "", "p/sub/notes": "", "p/b.txt": "" });
    const { sources } = await list(folder, ["p", "p/sub/notes", "p/", "p/sub/a.jpg", "p/b.txt"]);
    expect(sources.map(({ treePath, guessed }) => [treePath, guessed])).toEqual([
      ["b.txt", false],
      ["sub/a.jpg", false],
      ["sub/notes", false],
    ]);
  });

  it("is given once where one folder lies in the other", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "p/sub/b.jpg": "" });
    expect(await treePaths(folder, ["p", "p/sub"])).toEqual(["p/a.jpg", "sub/b.jpg"]);
  });

  it("is tried whatever its name, hidden or not", async () => {
    const folder = testFolder();
    await writeTree(folder, { "notes.txt": "", ".secret": "" });
    const { sources } = await list(folder, ["notes.txt", ".secret"]);
    expect(sources.map(({ treePath, guessed }) => [treePath, guessed])).toEqual([
      [".secret", false],
      ["notes.txt", false],
    ]);
  });

  it("is told of where it does not exist", async () => {
    const folder = testFolder();
    const { unreadable } = await list(folder, ["nothing.jpg"]);
    expect(unreadable).toMatchObject([{ shownPath: join(folder, "nothing.jpg"), error: { code: "sourceUnreadable" } }]);
  });
});

describe("the output folder", () => {
  it("is not walked where it lies in a named folder", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "", "p/out/a.jpg": "", "p/out/deep/b.jpg": "" });
    expect(await treePaths(folder, ["p"], "p/out")).toEqual(["a.jpg"]);
  });

  it("is walked where it is named itself", async () => {
    const folder = testFolder();
    await writeTree(folder, { "p/a.jpg": "" });
    expect(await treePaths(folder, ["p"], "p")).toEqual(["a.jpg"]);
  });
});
