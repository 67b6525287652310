import { parseResize, resizeForm, settingsSchema } from "@pixelmill/core";
import * as z from "zod";

const { shape } = settingsSchema;

/** A size wish as the command line takes it. */
const resizeText = z.string().transform((text, context) => {
  const resize = parseResize(text);
  if (resize !== null) return resize;
  context.addIssue(`expected ${resizeForm}`);
  return z.NEVER;
});

/** The query of a one-shot request: a job's settings written as text, and the file's name. Every field may be left out. */
export const optimizeRequest = z
  .strictObject({
    format: shape.format,
    quality: z.preprocess(numberIn, shape.quality),
    /** A side and its pixels: `width=1920`. */
    resize: resizeText.nullable().default(null),
    minimumSaving: z.preprocess(numberIn, shape.minimumSaving),
    /** Name of the result, its extension put right. Default `image`. */
    name: z.string().min(1).default("image"),
  })
  .transform(({ name, ...settings }) => ({ name, settings }));

// What is no number stays as it is, for the schema to refuse it.
function numberIn(value: unknown): unknown {
  return typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}
