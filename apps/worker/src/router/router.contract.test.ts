import { join } from "node:path";
import { expect, it } from "vitest";
import * as z from "zod";
import { appRouter } from "./router.ts";

interface Definition {
  readonly type: "query" | "mutation" | "subscription";
  readonly inputs: readonly z.ZodType[];
}

/** Every procedure with its kind and the schema of its input: what clients depend on. */
function contract(): Record<string, unknown> {
  const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, { readonly _def: Definition }>);
  return Object.fromEntries(
    procedures.map(([name, { _def }]) => [name, { type: _def.type, input: _def.inputs.map(jsonSchema) }]),
  );
}

const jsonSchema = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input" });

it("the router offers these procedures and takes these inputs", async () => {
  await expect(`${JSON.stringify(contract(), null, 2)}\n`).toMatchFileSnapshot(join(import.meta.dirname, "router.contract.json"));
});
