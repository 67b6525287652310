import sharp from "sharp";
import { expect } from "vitest";
import { type ImageFormat, isDelivered, type TaskView } from "../../packages/core/src/index.ts";
import type { OutputWish } from "./startPage.ts";
import type { Tree } from "./tree.ts";

/**
 * Checks every result of a finished job with one output against its source: there once and under its path, in the right format and size, whole, and
 * not larger than its source unless its result says so. Files that failed are left out, and must not be in the outputs.
 */
export async function checkOutputs(
  tasks: readonly TaskView[],
  { sources, outputs, settings }: { readonly sources: Tree; readonly outputs: Tree; readonly settings: OutputWish },
): Promise<void> {
  expect(tasks.map(({ path }) => path).toSorted()).toEqual([...sources.keys()].toSorted());
  const delivered = tasks.filter((task) => outputPathOf(task) !== null);
  expect(delivered.map(outputPathOf).toSorted()).toEqual([...outputs.keys()].toSorted());
  for (const task of delivered) {
    const [source, output] = [sources.get(task.path), outputs.get(outputPathOf(task) ?? "")];
    if (source === undefined || output === undefined) throw new Error(`${task.path} came back under no path.`);
    expect(stemOf(outputPathOf(task) ?? "", task.path), "its place in the tree").toBe(stemOf(task.path));
    await checkOutput(task, { source, output, settings });
  }
}

/** The path of a task's one output. */
export const outputPathOf = ({ outputs }: TaskView): string | null => outputs[0]?.path ?? null;

async function checkOutput(
  { path, outputs, sourceBytes }: TaskView,
  { source, output, settings }: { readonly source: Uint8Array; readonly output: Uint8Array; readonly settings: OutputWish },
): Promise<void> {
  const result = outputs[0]?.result;
  if (result === undefined || !isDelivered(result)) throw new Error(`${path} was not delivered.`);
  expect(sourceBytes, path).toBe(source.length);
  if (result.status === "keptOriginal") return expect(Buffer.compare(source, output), `${path} as it came`).toBe(0);
  const [before, after] = [await facts(source, "none"), await facts(output, "warning")];
  expect(after.format, path).toBe(settings.format === "original" ? before.format : settings.format);
  const [width, height] = resized(before, settings.resize);
  expect(Math.abs(after.width - width), `${path}: width ${after.width} for ${width}`).toBeLessThanOrEqual(1);
  expect(Math.abs(after.height - height), `${path}: height ${after.height} for ${height}`).toBeLessThanOrEqual(1);
  expect(after.pages, path).toBe(result.warnings.includes("firstFrameOnly") ? 1 : before.pages);
  expect(result.output, path).toMatchObject({
    format: after.format,
    width: after.width,
    height: after.height,
    bytes: output.length,
  });
  if (output.length > source.length) expect(result.warnings, path).toContain("larger");
}

/** What a picture is once it is decoded to its end and turned as it is to be seen. Rejects a file that is not whole. */
async function facts(bytes: Uint8Array, failOn: "none" | "warning") {
  const decoded = await sharp(bytes, { animated: true, failOn, limitInputPixels: false })
    .autoOrient()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { format, pages = 1, compression } = await sharp(bytes).metadata();
  // An AVIF is a HEIF container to libvips.
  const known = (format === "heif" && compression === "av1" ? "avif" : format) as ImageFormat;
  return { format: known, pages, width: decoded.info.width, height: decoded.info.height / pages };
}

/** Width and height under a resize, which keeps the ratio and enlarges nothing. */
function resized(
  { width, height }: { readonly width: number; readonly height: number },
  resize: OutputWish["resize"],
): [number, number] {
  if (resize === null) return [width, height];
  const sides = { width, height, longest: Math.max(width, height), shortest: Math.min(width, height) };
  const scale = Math.min(1, resize.pixels / sides[resize.mode]);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** A path without its extension; of an output also without what tells it from another file of the same name (`a-png.webp`). */
function stemOf(path: string, source?: string): string {
  const stem = path.replace(/\.[^./]*$/, "");
  const extension = source?.split(".").at(-1);
  return extension !== undefined && stem.endsWith(`-${extension}`) ? stem.slice(0, -extension.length - 1) : stem;
}
