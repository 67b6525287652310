import { writeFile } from "node:fs/promises";
import {
  type EncodedResult,
  type Failure,
  fail,
  failure,
  type ImageInfo,
  type KeptReason,
  type OutputSettings,
  ok,
  type Result,
} from "@pixelmill/core";
import type { EncodeTask } from "../../protocol/messages.ts";
import type { Desk } from "../desk.ts";
import { failureIn } from "../output.ts";
import { discard, writeOutput } from "../steps/write.ts";
import { packDrawing } from "./gzip.ts";
import { minifySvg } from "./minifySvg.ts";
import { svgRoot } from "./svgRoot.ts";
import { svgText } from "./svgText.ts";

/** Makes the outputs of a drawing: as itself, whatever size is wished, since it has none in pixels; in other formats it fails. */
export async function encodeDrawing(task: EncodeTask, desk: Desk): Promise<readonly EncodedResult[]> {
  const results: EncodedResult[] = [];
  for (const [index, wish] of task.settings.outputs.entries()) results.push(await drawingOutput(task, desk, index, wish));
  return results;
}

async function drawingOutput(task: EncodeTask, desk: Desk, index: number, wish: OutputSettings): Promise<EncodedResult> {
  const { taskId, info, settings } = task;
  if (wish.format !== "original" && wish.format !== "auto") return failed(failure("svgNotSupported"));
  try {
    const minified = await minifiedFile(desk.source(taskId), info, wish.metadata !== "strip");
    if (!minified.ok) return failed(minified.error);
    if (minified.value === null) return kept(info, wish, "notMinified");
    const bytes = minified.value;
    const reason = keptReason(info, strips(info, wish) ? 0 : settings.minimumSaving, bytes.length);
    if (reason !== null) return kept(info, wish, reason);
    await writeDrawing(bytes, desk.draft(taskId, index, "a"), desk.output(taskId, index));
    return { status: "optimized", output: facts(info, bytes.length), warnings: [] };
  } catch (error) {
    const known = xmlFailure(error);
    return known === null ? failureIn(task, desk, error) : failed(known);
  }
}

/** The drawing's file, packed where its source was. Null where it is left as it is. */
async function minifiedFile(path: string, info: ImageInfo, keepMetadata: boolean): Promise<Result<Buffer | null>> {
  const drawn = await svgText(path, Math.max(info.bytes, info.unpackedBytes ?? 0));
  if (!drawn.ok) return drawn;
  const { text, unpackedBytes } = drawn.value;
  const root = svgRoot(text);
  if (!root.ok) return fail(root.error);
  const minified = await minifySvg(text, root.value, { keepMetadata });
  if (minified === null) return ok(null);
  const bytes = Buffer.from(minified);
  return ok(unpackedBytes === null ? bytes : await packDrawing(bytes));
}

async function writeDrawing(bytes: Uint8Array, draft: string, output: string): Promise<void> {
  try {
    await writeFile(draft, bytes);
    await writeOutput(draft, output);
  } catch (error) {
    await discard(draft);
    throw error;
  }
}

/** What the parser says of a text, or its own limits of what is in what. Null where the drawing is not to blame. */
function xmlFailure(error: unknown): Failure | null {
  if (error instanceof RangeError) return failure("unsupportedVariant", { format: "SVG" });
  if (!(error instanceof Error) || error.name !== "SvgoParserError") return null;
  return failure(/unclosed root tag/i.test(error.message) ? "truncatedImage" : "corruptImage");
}

/** Whether there is metadata that is to go, however little is saved. */
const strips = ({ hasMetadata }: ImageInfo, { metadata }: OutputSettings): boolean => hasMetadata && metadata === "strip";

function keptReason({ bytes: source }: ImageInfo, minimumSaving: number, bytes: number): KeptReason | null {
  if (bytes >= source) return "wouldBeLarger";
  return 1 - bytes / source < minimumSaving ? "belowMinimumSaving" : null;
}

const failed = (error: Failure): EncodedResult => ({ status: "failed", error });

const kept = (info: ImageInfo, wish: OutputSettings, reason: KeptReason): EncodedResult => ({
  status: "keptOriginal",
  reason,
  output: facts(info, info.bytes),
  warnings: strips(info, wish) ? ["metadataKept"] : [],
});

const facts = ({ width, height }: ImageInfo, bytes: number) => ({ format: "svg" as const, width, height, frames: 1, bytes });
