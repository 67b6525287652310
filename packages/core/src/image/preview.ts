import { isDrawing, type SourceFormat, sourceFacts } from "../formats/formats.ts";
import type { Dimensions } from "../settings/geometry.ts";
import { type Settings, settingsSchema } from "../settings/settings.ts";

/**
 * Most pixels of a picture that a page is given as it is. Decoded it takes a browser 200 MB, and two of them are compared; cameras of
 * 45 megapixels stay below.
 */
export const maxShownPixels = 50e6;

/** What of a file decides whether a browser is to show it. */
export interface ShownFile extends Dimensions {
  readonly format: SourceFormat;
}

/** Whether browsers show a file as it is. What they can't, or would take too much memory, is shown by a preview. */
export const isShownAsItIs = ({ format, width, height }: ShownFile): boolean =>
  sourceFacts[format].shownByBrowsers && (isDrawing(format) || width * height <= maxShownPixels);

/**
 * How a preview is made: as a PNG, which loses nothing that is to be looked at closely, which every browser shows at any size, and which
 * is written row by row. Only what has more than {@link maxShownPixels} is made smaller.
 */
export function previewSettings({ width, height }: Dimensions): Settings {
  const scale = Math.min(1, Math.sqrt(maxShownPixels / (width * height)));
  const pixels = Math.max(1, Math.floor(Math.max(width, height) * scale));
  return settingsSchema.parse({
    outputs: [{ format: "png", ...(scale < 1 ? { resize: { mode: "longest", pixels } } : {}) }],
    minimumSaving: 0,
  });
}
