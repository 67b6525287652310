import { fail, failure, ok, type Result } from "@pixelmill/core";
import type * as z from "zod";

/** The value a schema makes of untrusted input, or `invalidRequest` naming everything that is wrong with it. */
export function validate<Schema extends z.ZodType>(schema: Schema, input: unknown): Result<z.output<Schema>> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return ok(parsed.data);
  const problems = parsed.error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message));
  return fail(failure("invalidRequest", { reason: problems.join("; ") }));
}
