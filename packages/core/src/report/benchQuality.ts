import * as z from "zod";
import { resizeSchema } from "../settings/resize.ts";
import { benchSetSchema } from "./benchRun.ts";

const amount = z.number().min(0);
const count = z.int().min(0);

/** The lossy formats whose bytes are set against their score. */
export const scoredFormats = ["jpeg", "webp", "avif"] as const;

export type ScoredFormat = (typeof scoredFormats)[number];

/** Presets by their effort, from the least to the most CPU time. */
export const scoredEfforts = ["fast", "balanced", "smallest"] as const;

/** One encode of one image. */
const scoredEncodeSchema = z.strictObject({
  bytes: amount,
  /** SSIMULACRA2 against the source, by the benchmark's own decode of both: 100 is the same picture, and it may fall below 0. */
  score: z.number(),
  /** User and system time of every process that took part, from file to file; null where the system does not tell. */
  cpuSeconds: amount.nullable(),
});

/** One image of a set, and what became of it. */
const scoredFileSchema = scoredEncodeSchema.extend({ name: z.string(), pixels: amount, sourceBytes: amount });

export type ScoredFile = z.infer<typeof scoredFileSchema>;

/** The same by Pixelmill, which may keep the original. */
const ownFileSchema = scoredFileSchema.extend({
  kept: z.boolean(),
  /** Quality it was encoded with; null of a kept original. */
  quality: z.number().nullable(),
  /** Encodes it took; null of a kept original. */
  encodes: count.nullable(),
});

/** A score that was asked for, image by image, against the one quality that reaches it on every image. */
const benchTargetSchema = z.strictObject({
  format: z.enum(scoredFormats),
  target: z.int().min(1).max(100),
  files: z.array(ownFileSchema),
  /** The least quality at which every image reaches the score, and what it gives; null where not even 100 does. */
  fixed: z.strictObject({ quality: z.int().min(1).max(100), files: z.array(ownFileSchema) }).nullable(),
});

export type BenchTarget = z.infer<typeof benchTargetSchema>;

/** A preset at its own settings. */
const benchPresetSchema = z.strictObject({
  format: z.enum(scoredFormats),
  effort: z.enum(scoredEfforts),
  files: z.array(ownFileSchema),
});

export type BenchPreset = z.infer<typeof benchPresetSchema>;

/** Other software at its own defaults, and Balanced at the score of each of its files. */
const benchEqualScoreSchema = z.strictObject({
  format: z.enum(scoredFormats),
  /** The other one, with its version. */
  peer: z.string(),
  files: z.array(
    scoredFileSchema.extend({
      /**
       * Balanced at the same score, between the two whole qualities around it: its score is the peer's. Null where no quality of its
       * reaches that.
       */
      own: z.strictObject({ quality: amount, bytes: amount, cpuSeconds: amount.nullable() }).nullable(),
    }),
  ),
  /** Images of which it made no file that could be compared. */
  failed: z.array(z.string()),
});

export type BenchEqualScore = z.infer<typeof benchEqualScoreSchema>;

/** PNGs made smaller without loss. */
const benchLosslessSchema = z.strictObject({
  effort: z.enum(scoredEfforts),
  files: z.array(
    z.strictObject({
      name: z.string(),
      pixels: amount,
      sourceBytes: amount,
      bytes: amount,
      cpuSeconds: amount.nullable(),
      /** Whether both decode to the same samples. */
      same: z.boolean(),
      /** What oxipng's preset 4 makes of the source, as `oxipng -o4` does. */
      oxipngBytes: amount,
      oxipngCpuSeconds: amount.nullable(),
    }),
  ),
});

export type BenchLossless = z.infer<typeof benchLosslessSchema>;

/** Every file of a set under settings that ask for neither a format nor a size: none may come out larger than it went in. */
const benchNeverLargerSchema = z.strictObject({
  /** The settings in a few words. */
  mode: z.string(),
  delivered: count,
  /** Of these so many are the originals. */
  kept: count,
  sourceBytes: amount,
  bytes: amount,
  larger: z.array(z.strictObject({ name: z.string(), sourceBytes: amount, bytes: amount })),
  /** Files that failed, with their code. */
  failed: z.array(z.strictObject({ name: z.string(), code: z.string().nullable() })),
});

export type BenchNeverLarger = z.infer<typeof benchNeverLargerSchema>;

/** What the score itself takes. */
const benchScoringSchema = z.strictObject({
  /** That were scored, all files together. */
  pixels: amount,
  /** Of the pixels of both pictures in memory to their score. */
  cpuSecondsPerMegapixel: amount,
  /** What it adds to a process's memory at most, decoded pixels left out, of the largest picture; null where the system does not tell. */
  peakBytesPerPixel: amount.nullable(),
});

export type BenchScoring = z.infer<typeof benchScoringSchema>;

/** Bytes, scores and CPU time of the encodes of one set. */
export const benchQualitySchema = z.strictObject({
  set: benchSetSchema,
  /** Null: the files of the set as they are. Else each was made smaller first, to a PNG that everyone got. */
  resize: resizeSchema.nullable(),
  scoring: benchScoringSchema.nullable(),
  targets: z.array(benchTargetSchema),
  presets: z.array(benchPresetSchema),
  equalScores: z.array(benchEqualScoreSchema),
  lossless: z.array(benchLosslessSchema),
  neverLarger: z.array(benchNeverLargerSchema),
});

export type BenchQuality = z.infer<typeof benchQualitySchema>;
