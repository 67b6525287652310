import { describe, expect, it } from "vitest";
import { fileKey, isSystemFile, pickedFromInput, withoutKnown } from "./pickedFile.ts";

const picked = (path: string, content = "x") => ({ path, file: new File([content], path) });

describe("isSystemFile", () => {
  it.each([".DS_Store", "a/b/.DS_Store", "Thumbs.db", "a/thumbs.DB", "desktop.ini", "a/._photo.jpg"])("knows %s", (path) => {
    expect(isSystemFile(path)).toBe(true);
  });
  it.each(["photo.jpg", "a/thumbs.db.jpg", ".hidden.png"])("lets %s through", (path) => {
    expect(isSystemFile(path)).toBe(false);
  });
});

describe("pickedFromInput", () => {
  it("takes a folder's relative path, and the name of a loose file", () => {
    const inFolder = Object.defineProperty(new File(["x"], "b.jpg"), "webkitRelativePath", { value: "trip/b.jpg" });
    const { files } = pickedFromInput([inFolder, new File(["x"], "a.jpg")]);
    expect(files.map(({ path }) => path)).toEqual(["a.jpg", "trip/b.jpg"]);
  });
});

describe("withoutKnown", () => {
  it("takes every path and size once", () => {
    const files = withoutKnown([picked("a.jpg"), picked("a.jpg"), picked("b.jpg")], []);
    expect(files.map(({ path }) => path)).toEqual(["a.jpg", "b.jpg"]);
  });
  it("sends a file again whose size has changed", () => {
    expect(withoutKnown([picked("a.jpg", "longer")], [fileKey("a.jpg", 1)])).toHaveLength(1);
    expect(withoutKnown([picked("a.jpg", "x")], [fileKey("a.jpg", 1)])).toHaveLength(0);
  });
});
