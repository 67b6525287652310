import * as z from "zod";
import { candidateFormats, formats, type ImageFormat, targetFormats } from "../formats/formats.ts";
import { contradictionsIn, contradictionTexts } from "./combinations.ts";
import { defaultNamePattern, namePatternSchema } from "./namePattern.ts";
import { chromas, efforts, qualitySchema } from "./quality.ts";
import { resizeSchema } from "./resize.ts";

/** Most outputs of one job's settings: six formats at four sizes, and more than any page has use for. */
export const maxOutputs = 24;

/**
 * What an output keeps of its source's metadata. `strip`: nothing; `keepCopyright`: artist, copyright, credit and licence terms, never a
 * place nor a serial number; `keepAll`: EXIF, XMP and IPTC, made true of the output (upright, its own size).
 */
export const metadataPolicies = ["strip", "keepCopyright", "keepAll"] as const;

export type MetadataPolicy = (typeof metadataPolicies)[number];

/** What becomes of a source's colours: converted to sRGB, or kept as they are with the profile that explains them. */
export const colourPolicies = ["srgb", "keep"] as const;

export type ColourPolicy = (typeof colourPolicies)[number];

/**
 * One file to be made of every source. Every field has a default, so `{}` is valid. What contradicts itself is refused, with the field
 * that is to be changed.
 */
export const outputSettingsSchema = z
  .strictObject({
    /** Output format; `original` (default) keeps whatever each source was, `auto` takes what comes out smallest at the asked quality. */
    format: z.enum(targetFormats).default("original"),
    /** What `auto` chooses from, each once. Default: all that it can. Those that can't hold an image are left out for it. */
    candidates: z
      .array(z.enum(candidateFormats))
      .min(1)
      .refine((candidates) => new Set(candidates).size === candidates.length, "A candidate is there twice.")
      .default([...candidateFormats]),
    /** A number on the format's own scale, a score, a size or `lossless`; null (default) takes each format's default. */
    quality: qualitySchema.default(null),
    /** Time for fewer bytes at the same look: `fast`, `balanced` (default) or `smallest`. */
    effort: z.enum(efforts).default("balanced"),
    /** Resolution of the colour part in JPEG and AVIF; `auto` (default) keeps it whole for graphics and text, image by image. */
    chroma: z.enum(["auto", ...chromas]).default("auto"),
    /** Colours of a PNG's palette, 2–256, which loses what does not fit into it; null (default) for a lossless PNG. */
    colours: z.int().min(2).max(256).nullable().default(null),
    /** Wanted size; null (default) keeps the source's. */
    resize: resizeSchema.nullable().default(null),
    /** Whether photos that come out at half their size or smaller are sharpened a little. Default false. */
    sharpen: z.boolean().default(false),
    /** What of the source's metadata is kept: `strip` (default), `keepCopyright` or `keepAll`. */
    metadata: z.enum(metadataPolicies).default("strip"),
    /** Colours: `srgb` (default) converts them, `keep` keeps them with their profile where the format holds one. */
    colour: z.enum(colourPolicies).default("srgb"),
  })
  .superRefine((output, context) => {
    for (const { field, name } of contradictionsIn(output))
      context.addIssue({ code: "custom", path: [field], message: contradictionTexts[name], params: { name } });
  });

export type OutputSettings = z.infer<typeof outputSettingsSchema>;

/** An output as a caller may give it, defaults left out. */
export type OutputSettingsInput = z.input<typeof outputSettingsSchema>;

/** What to make of every file of a job. Every field has a default, so `{}` is valid. */
export const settingsSchema = z.strictObject({
  /** The files to be made of every source, 1–24, no two of them the same. Default: one, with every default. */
  outputs: z
    .array(outputSettingsSchema)
    .min(1)
    .max(maxOutputs)
    .refine(
      (outputs) => new Set(outputs.map((output) => JSON.stringify(output))).size === outputs.length,
      "Two outputs are the same.",
    )
    .prefault([{}]),
  /** Least saving, 0–0.9 of the source's bytes, below which an unconverted original is kept. Default 0.02. */
  minimumSaving: z.number().min(0).max(0.9).default(0.02),
  /** How the files are named: {@link namePatternSchema}. Default `{name}{suffix}`. */
  names: namePatternSchema.default(defaultNamePattern),
  /** Whether the files come back in the folders that they came in (default), or all in one. */
  keepTree: z.boolean().default(true),
});

/** Settings of a job, complete. */
export type Settings = z.infer<typeof settingsSchema>;

/** Settings as a caller may give them, defaults left out. */
export type SettingsInput = z.input<typeof settingsSchema>;

export const defaultSettings: Settings = settingsSchema.parse({});

/** The quality number an output is encoded with where nothing is searched, or null where the format is lossless or shall be. */
export function effectiveQuality(format: ImageFormat, { quality }: Pick<OutputSettings, "quality">): number | null {
  const range = formats[format].quality;
  if (range === null || quality === "lossless") return null;
  return typeof quality === "number" ? quality : range.default;
}
