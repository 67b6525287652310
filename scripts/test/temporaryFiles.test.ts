import { existsSync } from "node:fs";
import { statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFilesInMemory } from "./temporaryFiles.ts";

describe("the tests' temporary files", () => {
  it("get a folder of their own, which goes with what is in it", async ({ skip }) => {
    const { bavail, bsize } = await statfs(tmpdir());
    if (bavail * bsize < 4 * 2 ** 30) return skip("the folder for temporary files has less than 4 GB of room");
    const files = await temporaryFilesInMemory({}, tmpdir());
    expect(path.dirname(files?.path ?? "")).toBe(tmpdir());
    await writeFile(path.join(files?.path ?? "", "left.bin"), "left");
    files?.remove();
    expect(existsSync(files?.path ?? "")).toBe(false);
  });

  it("stay where the one who runs them chose", async () => {
    expect(await temporaryFilesInMemory({ TMPDIR: "/elsewhere" }, tmpdir())).toBeNull();
  });

  it("stay on the disk where the system has none in memory", async () => {
    expect(await temporaryFilesInMemory({}, path.join(tmpdir(), "pixelmill-missing"))).toBeNull();
  });
});
