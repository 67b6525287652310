import { outputSettingsSchema, parseResize, resizeForm, settingsSchema, splitResizes } from "@pixelmill/core";
import * as z from "zod";

const { shape } = outputSettingsSchema;

const onlyOne = "one request makes one file; create a job for several";

/** A size wish as the command line takes it. */
const resizeText = z
  .string()
  .refine((text) => splitResizes(text).length === 1, onlyOne)
  .transform((text, context) => {
    const resize = parseResize(text);
    if (resize !== null) return resize;
    context.addIssue(`expected ${resizeForm}`);
    return z.NEVER;
  });

/** One value. A list, which the command line takes, would be several outputs, and one answer is one file. */
const single = z.string().refine((text) => !text.includes(","), onlyOne);

/** A switch: `sharpen=true`. */
const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");

/**
 * The query of a one-shot request: a job's settings for one output, written as text, and the file's name. Every field may be left out, and
 * stands there once.
 */
export const optimizeRequest = z
  .strictObject({
    format: single.optional().pipe(shape.format),
    /** What `auto` chooses from, with commas between them. */
    candidates: z.preprocess(listIn, shape.candidates),
    /** A number, or `lossless`. */
    quality: z.preprocess(numberIn, shape.quality),
    /** In place of `quality`: a score to be reached. */
    target: z.preprocess(numberIn, z.int().min(1).max(100).optional()),
    /** In place of `quality`: most bytes of the result. */
    maxBytes: z.preprocess(numberIn, z.int().min(1).optional()),
    effort: single.optional().pipe(shape.effort),
    chroma: single.optional().pipe(shape.chroma),
    colours: z.preprocess(numberIn, shape.colours),
    /** A side and its pixels, a percentage or a box: `width=1920`, `box=800x600,fit=cover`. */
    resize: resizeText.nullable().default(null),
    /** Whether `resize` may make the image larger. */
    enlarge: flag,
    sharpen: flag,
    metadata: single.optional().pipe(shape.metadata),
    colour: single.optional().pipe(shape.colour),
    minimumSaving: z.preprocess(numberIn, settingsSchema.shape.minimumSaving),
    /** Name of the result, its extension put right. Default `image`. */
    name: z.string().min(1).default("image"),
  })
  .refine(
    ({ quality, target, maxBytes }) => [quality ?? undefined, target, maxBytes].filter((each) => each !== undefined).length < 2,
    "quality, target and maxBytes: give one of them",
  )
  .transform(({ name, minimumSaving, quality, target, maxBytes, enlarge, resize, ...output }, context) => {
    const searched = target !== undefined ? { target } : maxBytes !== undefined ? { maxBytes } : quality;
    const size = resize === null ? null : { ...resize, enlarge };
    const settings = settingsSchema.safeParse({ outputs: [{ ...output, quality: searched, resize: size }], minimumSaving });
    if (settings.success) return { name, settings: settings.data };
    for (const { message } of settings.error.issues) context.addIssue(message);
    return z.NEVER;
  });

/** The fields of a query. One that stands there twice becomes a list, for the schema to refuse it: neither value is the one meant. */
export const fieldsOf = (query: URLSearchParams): Record<string, string | string[]> =>
  Object.fromEntries([...new Set(query.keys())].map((name) => [name, onlyOf(query.getAll(name))]));

const onlyOf = (values: string[]): string | string[] => (values.length === 1 ? (values[0] ?? "") : values);

function listIn(value: unknown): unknown {
  return typeof value === "string" ? value.split(",") : value;
}

// What is no number stays as it is, for the schema to refuse it.
function numberIn(value: unknown): unknown {
  return typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}
