import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

it("a data directory that cannot be used ends the start with its name and what to do, not with a stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "pixelmill-unusable-"));
  try {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const main = join(import.meta.dirname, "main.ts");
    const { status, stderr } = spawnSync(process.execPath, [main], { env: { DATA_DIR: file }, encoding: "utf8" });
    expect(stderr).toContain(`The data directory ${file} cannot be used`);
    expect(stderr).toContain("DATA_DIR");
    expect(stderr).not.toContain("    at ");
    expect(status).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
