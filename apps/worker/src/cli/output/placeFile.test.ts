import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { filesBelow, testFolder, writeTree } from "../testing/folder.ts";
import { placeFile } from "./placeFile.ts";

it("puts a copy into its place, over what was there, and leaves nothing else", async () => {
  const folder = testFolder();
  await writeTree(folder, { made: "new", "out/sub/a.jpg": "old" });
  const unfinished = new Set<string>();
  await placeFile({ file: join(folder, "made"), followLinks: false }, join(folder, "out/sub/a.jpg"), 0o644, unfinished);
  expect(readFileSync(join(folder, "out/sub/a.jpg"), "utf8")).toBe("new");
  expect(await filesBelow(folder)).toEqual(["made", "out/sub/a.jpg"]);
  expect(unfinished.size).toBe(0);
});

it("makes the folders above", async () => {
  const folder = testFolder();
  await writeTree(folder, { made: "new" });
  await placeFile({ file: join(folder, "made"), followLinks: false }, join(folder, "x/y/z/a.jpg"), 0o644, new Set());
  expect(await filesBelow(folder)).toEqual(["made", "x/y/z/a.jpg"]);
});

it("writes into folders whose path is longer than 260 characters", async () => {
  const folder = testFolder();
  await writeTree(folder, { made: "new" });
  const deep = Array.from({ length: 6 }, (_, at) => `${at}`.padEnd(80, "x")).join("/");
  await placeFile({ file: join(folder, "made"), followLinks: false }, join(folder, deep, "a.jpg"), 0o644, new Set());
  expect(await filesBelow(folder)).toEqual([`${deep}/a.jpg`, "made"]);
});

it.skipIf(process.platform === "win32")(
  "gives private sources private outputs, and read-only ones writable outputs",
  async () => {
    const folder = testFolder();
    await writeTree(folder, { made: "new" });
    chmodSync(join(folder, "made"), 0o444);
    for (const [mode, expected] of [
      [0o600, 0o600],
      [0o400, 0o600],
      [0o755, 0o644 & ~process.umask()],
    ] as const) {
      await placeFile({ file: join(folder, "made"), followLinks: false }, join(folder, "a.jpg"), mode, new Set());
      expect(statSync(join(folder, "a.jpg")).mode & 0o777).toBe(expected);
    }
  },
);

it("replaces a link, not the file that it leads to", async () => {
  const folder = testFolder();
  await writeTree(folder, { made: "new", "other.jpg": "other" });
  symlinkSync("other.jpg", join(folder, "a.jpg"));
  await placeFile({ file: join(folder, "made"), followLinks: false }, join(folder, "a.jpg"), 0o644, new Set());
  expect(readFileSync(join(folder, "a.jpg"), "utf8")).toBe("new");
  expect(readFileSync(join(folder, "other.jpg"), "utf8")).toBe("other");
});

it("follows the user's links and refuses an encoder's", async () => {
  const folder = testFolder();
  await writeTree(folder, { "real.jpg": "real" });
  symlinkSync("real.jpg", join(folder, "link.jpg"));
  await placeFile({ file: join(folder, "link.jpg"), followLinks: true }, join(folder, "out/a.jpg"), 0o644, new Set());
  expect(readFileSync(join(folder, "out/a.jpg"), "utf8")).toBe("real");
  const refused = placeFile({ file: join(folder, "link.jpg"), followLinks: false }, join(folder, "out/b.jpg"), 0o644, new Set());
  await expect(refused).rejects.toMatchObject({ code: "ELOOP" });
  expect(await filesBelow(join(folder, "out"))).toEqual(["a.jpg"]);
});

it("leaves nothing behind where it fails", async () => {
  const folder = testFolder();
  await writeTree(folder, { made: "new" });
  mkdirSync(join(folder, "out/a.jpg"), { recursive: true });
  const unfinished = new Set<string>();
  const failed = placeFile({ file: join(folder, "made"), followLinks: false }, join(folder, "out/a.jpg"), 0o644, unfinished);
  await expect(failed).rejects.toMatchObject({ code: "EISDIR" });
  expect(await filesBelow(join(folder, "out"))).toEqual([]);
  expect(unfinished.size).toBe(0);
});
