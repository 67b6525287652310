import { describe, expect, it } from "vitest";
import { type WalkEntry, walk } from "./folderWalk.ts";

/** A file as the browser gives it; `unreadable` fails as a file does that went away. */
const file = (fullPath: string, { unreadable = false } = {}): WalkEntry => {
  const entry = {
    isDirectory: false,
    fullPath,
    file: (found: (file: File) => void, failed: (error: unknown) => void) =>
      unreadable ? failed(new Error("NotFoundError")) : found(new File(["x"], fullPath)),
  };
  return entry;
};

/** A folder whose reader hands out `batch` entries at a time and then an empty part, as Chromium does with 100. */
const folder = (fullPath: string, children: WalkEntry[], batch = 2): WalkEntry => {
  const entry = {
    isDirectory: true,
    fullPath,
    createReader: () => {
      let at = 0;
      return {
        readEntries: (found: (entries: WalkEntry[]) => void) => {
          found(children.slice(at, at + batch));
          at += batch;
        },
      };
    },
  };
  return entry;
};

const ignore = () => {};

describe("walk", () => {
  it("reads a folder until it hands out an empty part", async () => {
    const children = Array.from({ length: 251 }, (_, i) => file(`/big/${i}.jpg`));
    const { files } = await walk([folder("/big", children, 100)], ignore);
    expect(files).toHaveLength(251);
  });

  it("keeps the folders in the path and orders the files as a file manager does", async () => {
    const tree = folder("/a", [file("/a/img10.png"), folder("/a/sub", [file("/a/sub/x.png")]), file("/a/img2.png")]);
    const { files } = await walk([tree, file("/alone.png")], ignore);
    expect(files.map(({ path }) => path)).toEqual(["a/img2.png", "a/img10.png", "a/sub/x.png", "alone.png"]);
  });

  it("names an unreadable file and goes on", async () => {
    const tree = folder("/a", [file("/a/gone.png", { unreadable: true }), file("/a/here.png")]);
    const { files, unreadable } = await walk([tree], ignore);
    expect(files.map(({ path }) => path)).toEqual(["a/here.png"]);
    expect(unreadable).toEqual(["a/gone.png"]);
  });

  it("names an unreadable folder and goes on", async () => {
    const closed: WalkEntry = {
      ...folder("/closed", []),
      ...{ createReader: () => ({ readEntries: (_: unknown, failed: (error: unknown) => void) => failed(new Error("denied")) }) },
    };
    const { files, unreadable } = await walk([closed, file("/b.png")], ignore);
    expect(files).toHaveLength(1);
    expect(unreadable).toEqual(["closed"]);
  });

  it("leaves out what the operating system put there", async () => {
    const { files, leftOut } = await walk(
      [file("/a/.DS_Store"), file("/a/._img.jpg"), file("/Thumbs.db"), file("/a/ok.jpg")],
      ignore,
    );
    expect(files.map(({ path }) => path)).toEqual(["a/ok.jpg"]);
    expect(leftOut).toBe(3);
  });

  it("tells how many it found so far", async () => {
    const counts: number[] = [];
    await walk([folder("/a", [file("/a/1"), file("/a/2"), file("/a/3")])], (count) => counts.push(count));
    expect(counts.at(-1)).toBe(3);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
  });

  it("finds nothing in an empty folder", async () => {
    expect(await walk([folder("/empty", [])], ignore)).toEqual({ files: [], leftOut: 0, unreadable: [] });
  });
});
