import { isWritten, keptFrames } from "../formats/formats.ts";
import { geometryOf, sameSize } from "../settings/geometry.ts";
import type { OutputSettings } from "../settings/settings.ts";
import type { ImageInfo } from "./imageInfo.ts";
import { mayStayUnderAuto, triedFormats } from "./triedFormats.ts";

/**
 * Whether an output may be the same picture in the same format, frames and all, so that the original may stand in for it: of `auto`, in
 * any format that will do.
 */
export function isUnconverted(info: ImageInfo, wish: OutputSettings): boolean {
  if (!isWritten(info.format)) return false;
  const staysInFormat =
    wish.format === "auto" ? mayStayUnderAuto(info.format, wish) : triedFormats(info, wish)[0] === info.format;
  return staysInFormat && sameSize(geometryOf(info, wish.resize), info) && keptFrames(info, info.format) === info.frames;
}
