import * as z from "zod";
import { errorCodes } from "../errors/errorTable.ts";
import { deliveredFormats } from "../formats/formats.ts";
import { encodingSchema } from "./encoding.ts";

/**
 * Something the user should know about a delivered file. `metadataKept` is said of drawings that are left alone,
 * and stands in results that earlier versions stored.
 */
export const warnings = [
  "larger",
  "metadataKept",
  "metadataLost",
  "firstFrameOnly",
  "alphaFlattened",
  "depthReduced",
  "hdrLost",
  "renamed",
  "belowTarget",
  "notLossless",
  "formatChanged",
] as const;

export type Warning = (typeof warnings)[number];

/** The warnings in words. */
export const warningTexts: Readonly<Record<Warning, string>> = {
  larger: "The result is larger than the source; it is delivered because its format, size or metadata was asked for.",
  metadataKept: "The original was kept as it is, its metadata included.",
  metadataLost: "Some of the metadata that was to be kept does not fit this format or is damaged.",
  firstFrameOnly: "Only the first of its frames or pages was kept.",
  alphaFlattened: "The format has no transparency: it was laid on white.",
  depthReduced: "It had more than 8 bits a channel; the result has 8.",
  hdrLost: "It was an HDR image: the result looks the same on an ordinary screen and has lost the extra brightness.",
  renamed: "Its name or folder would not work on every system and was changed.",
  belowTarget: "No quality reaches the score that was asked for: this is the best there is.",
  notLossless: "It could not be written again without loss and was written at a high quality instead.",
  formatChanged: "It came in a format that Pixelmill only reads and is given back as another one.",
};

/** Why a source was delivered in place of its encoded form. */
export const keptReasons = ["wouldBeLarger", "belowMinimumSaving", "alreadyOptimized", "animationKept", "notMinified"] as const;

export type KeptReason = (typeof keptReasons)[number];

/** The reasons in words. */
export const keptReasonTexts: Readonly<Record<KeptReason, string>> = {
  wouldBeLarger: "The optimized file would have been larger.",
  belowMinimumSaving: "The saving was too small to be worth it.",
  alreadyOptimized: "The file was already optimized by Pixelmill.",
  notMinified: "It holds what could not be left out without a risk: a script, parts of a web page or very many elements.",
  animationKept: "Pixelmill does not write animations of this format; it was kept as it is.",
};

/** A delivered file. */
export const outputSchema = z.strictObject({
  format: z.enum(deliveredFormats),
  width: z.int().min(1),
  height: z.int().min(1),
  frames: z.int().min(1),
  bytes: z.int().min(1),
});

export type Output = z.infer<typeof outputSchema>;

export const failureSchema = z.strictObject({ code: z.enum(errorCodes), message: z.string() });

/** Said of a delivered file that was there already: the same bytes had been given the same treatment before. Else absent. */
const reusedSchema = z.literal(true).optional();

/** The same in words. */
export const reusedText = "It was made before: nothing was encoded again.";

/** What became of a task: of each of its outputs on its own. */
export const taskResultSchema = z.discriminatedUnion("status", [
  z.strictObject({
    status: z.literal("optimized"),
    output: outputSchema,
    /** How it was made. Absent where it was stored before this was noted. */
    encoding: encodingSchema.optional(),
    warnings: z.array(z.enum(warnings)),
    reused: reusedSchema,
  }),
  z.strictObject({
    status: z.literal("keptOriginal"),
    reason: z.enum(keptReasons),
    output: outputSchema,
    warnings: z.array(z.enum(warnings)),
    reused: reusedSchema,
  }),
  z.strictObject({ status: z.literal("failed"), error: failureSchema }),
  z.strictObject({ status: z.literal("cancelled") }),
]);

export type TaskResult = z.infer<typeof taskResultSchema>;

/** How a task can end as a whole. */
export type FinalTaskState = TaskResult["status"];

/** Which status decides for the whole task, the first that any of its outputs has. */
const decisive = ["failed", "cancelled", "optimized"] as const satisfies readonly FinalTaskState[];

/** The state in which a task ends whose outputs came to these results: one for each output, so never none. */
export const finalState = (results: readonly Pick<TaskResult, "status">[]): FinalTaskState =>
  decisive.find((status) => results.some((result) => result.status === status)) ?? "keptOriginal";

/** A result that has a file to give back. */
export type DeliveredResult = Extract<TaskResult, { readonly output: Output }>;

export const isDelivered = (result: TaskResult): result is DeliveredResult =>
  result.status === "optimized" || result.status === "keptOriginal";

/** Whether an output came about without an encode, by what is known of earlier ones. */
export const isKnown = (result: TaskResult): boolean =>
  isDelivered(result) && (result.reused === true || (result.status === "keptOriginal" && result.reason === "alreadyOptimized"));
