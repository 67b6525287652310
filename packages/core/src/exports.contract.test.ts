import { join } from "node:path";
import { expect, it } from "vitest";
import * as z from "zod";
import * as core from "./index.ts";

/** Every export with its kind; schemas, tables and constants with all they hold: what other apps depend on. */
function contract(): Record<string, unknown> {
  return Object.fromEntries(Object.entries(core).map(([name, value]) => [name, describeExport(value)]));
}

function describeExport(value: unknown): unknown {
  if (value instanceof z.ZodType) return z.toJSONSchema(value, { io: "input" });
  if (typeof value !== "function") return value;
  if (!/^class\s/.test(Function.prototype.toString.call(value))) return `function of ${value.length}`;
  return { class: Object.getOwnPropertyNames(value.prototype).toSorted() };
}

it("core exports these names", async () => {
  await expect(`${JSON.stringify(contract(), null, 2)}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, "exports.contract.json"),
  );
});
