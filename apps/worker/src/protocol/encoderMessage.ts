import {
  type EncodedResult,
  failureSchema,
  idSchema,
  imageInfoSchema,
  isKnown,
  maxOutputs,
  type TaskResult,
  taskResultSchema,
} from "@pixelmill/core";
import * as z from "zod";
import type { EncoderMessage } from "./messages.ts";

const resultSchema = z.discriminatedUnion("ok", [
  z.strictObject({ ok: z.literal(true), value: imageInfoSchema }),
  z.strictObject({ ok: z.literal(false), error: failureSchema }),
]);

const schema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready") }),
  z.strictObject({ type: z.literal("started"), taskId: idSchema }),
  z.strictObject({
    type: z.literal("finished"),
    taskId: idSchema,
    results: z.array(taskResultSchema).min(1).max(maxOutputs),
    wallMs: z.number().min(0),
  }),
  z.strictObject({ type: z.literal("recalled"), taskIds: z.array(idSchema) }),
  z.strictObject({ type: z.literal("inspected"), name: z.string(), result: resultSchema }),
]);

/**
 * The message that an encoder sent, or null where it is none. An encoder decodes strangers' files, so what it says is data from
 * outside: one that was taken over must not be able to hand the service anything but a well-formed answer.
 */
export function parseEncoderMessage(value: unknown): EncoderMessage | null {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return null;
  const message = parsed.data;
  if (message.type !== "finished") return message;
  const { results } = message;
  return results.every(isEncoded) ? { ...message, results } : null;
}

/** What was made before is known to the service alone. */
const isEncoded = (result: TaskResult): result is EncodedResult => result.status !== "cancelled" && !isKnown(result);
