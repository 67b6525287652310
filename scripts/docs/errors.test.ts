import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { errorTable } from "../../packages/core/src/errors/errorTable.ts";
import { root } from "../nx/runNx.ts";
import { readTables } from "./readTables.ts";

const rows = readTables(readFileSync(path.join(root, "docs/errors.md"), "utf8"));

describe("docs/errors.md", () => {
  it("has every code of the error table, and no other, in the table's order", () => {
    expect(rows.map(([code]) => code)).toEqual(Object.keys(errorTable).map((code) => `\`${code}\``));
  });

  it("says of every code whether it is retryable", () => {
    const expected = Object.entries(errorTable).map(([code, { retryable }]) => [`\`${code}\``, retryable ? "yes" : "no"]);
    expect(rows.map(([code, , retryable]) => [code, retryable])).toEqual(expected);
  });

  it("says of every code what it means and what to do", () => {
    expect(rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell === ""))).toEqual([]);
  });
});
