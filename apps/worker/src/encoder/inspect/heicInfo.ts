import type { FileHandle } from "node:fs/promises";
import { type Dimensions, fail, failure, type ImageInfo, ok, type Result } from "@pixelmill/core";
import { outerBox } from "../metadata/isoMedia/boxes.ts";
import { type HeifItem, type HeifItems, type HeifProperty, heifItems } from "./heifItems.ts";

/** What the coded pictures of HEVC are called, and the grid that phones put together of them. */
const readTypes = ["hvc1", "grid", "iden", "iovl"];

const alphaTypes = /alpha|auxid:1\0/;

/** Facts of a HEIC's primary picture from its meta box. Fails with `unsupportedVariant` where it is coded otherwise, and `corruptImage`. */
export async function heicInfo(handle: FileHandle, bytes: number): Promise<Result<ImageInfo>> {
  const meta = await outerBox(handle, "meta");
  const found = meta === null ? null : readable(meta);
  if (found === null) return fail(failure("corruptImage"));
  if (!readTypes.includes(found.primary.type)) return fail(failure("unsupportedVariant", { format: "HEIC" }));
  const size = displayed(found.primary.properties);
  return size === null ? fail(failure("corruptImage")) : ok(facts(found, size, bytes));
}

function readable(meta: Buffer): HeifItems | null {
  try {
    return heifItems(meta);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const facts = (found: HeifItems, size: Dimensions, bytes: number): ImageInfo => ({
  format: "heic",
  ...size,
  frames: 1,
  hasAlpha: hasAlpha(found),
  // The decoder turns it, by the file's own header and not by its EXIF.
  orientation: 1,
  progressive: false,
  hasMetadata: found.items.some(({ type }) => type === "Exif" || type === "mime"),
  bitDepth: bitDepth(found),
  fullChroma: false,
  grey: false,
  bytes,
});

/** The size that is seen, once the picture is cropped and turned; null where none is told. */
function displayed(properties: readonly HeifProperty[]): Dimensions | null {
  const extents = properties.find(({ type }) => type === "ispe")?.data;
  if (extents === undefined || extents.length < 12) return null;
  let size = { width: extents.readUInt32BE(4), height: extents.readUInt32BE(8) };
  for (const { type, data } of properties) {
    if (type === "clap" && data.length >= 16) size = cropped(data);
    if (type === "irot" && data.length >= 1 && data.readUInt8(0) % 2 === 1) size = { width: size.height, height: size.width };
  }
  return size.width < 1 || size.height < 1 ? null : size;
}

/** Two fractions, of the width and of the height. */
const cropped = (data: Buffer): Dimensions => ({
  width: Math.round(data.readUInt32BE(0) / data.readUInt32BE(4)) || 0,
  height: Math.round(data.readUInt32BE(8) / data.readUInt32BE(12)) || 0,
});

/** Whether a further picture is the primary one's alpha. Others are depth maps and gain maps. */
const hasAlpha = ({ primary, items, references }: HeifItems): boolean =>
  references.some(
    ({ type, from, to }) =>
      type === "auxl" && to.includes(primary.id) && alphaTypes.test(propertyText(items.find(({ id }) => id === from))),
  );

const propertyText = (item: HeifItem | undefined): string =>
  item?.properties.find(({ type }) => type === "auxC")?.data.toString("latin1") ?? "";

/** As its own property tells, or its decoder's settings, or those of its first tile. */
function bitDepth({ primary, items, references }: HeifItems): number {
  const tile = references.find(({ type, from }) => type === "dimg" && from === primary.id)?.to[0];
  const coded = [primary, items.find(({ id }) => id === tile)].flatMap((item) => item?.properties ?? []);
  const stated = coded.find(({ type, data }) => type === "pixi" && data.length > 5)?.data.readUInt8(5);
  const decoder = coded.find(({ type, data }) => type === "hvcC" && data.length > 17)?.data.readUInt8(17);
  return stated ?? (decoder === undefined ? 8 : (decoder & 7) + 8);
}
