import type { ImageInfo } from "../image/imageInfo.ts";
import { isUnconverted } from "../image/unconverted.ts";
import type { KeptInfo } from "../job/keptOriginal.ts";
import { type OutputSettings, outputSettingsSchema } from "../settings/settings.ts";
import { treatmentOf } from "./recipe.ts";

/** The treatment of a wish that says nothing of it. */
const plainTreatment = treatmentOf(outputSettingsSchema.parse({}));

/**
 * Whether a wish leaves a file alone that Pixelmill made: encoding it again would lose a second time what the first encode has lost.
 * It does where the picture keeps its format and size, and is to be treated as it was when it was made (`sameTreatment`), or nothing
 * special is wished and there is no metadata to be removed. Another treatment that is asked for is carried out.
 */
export const isAlreadyOptimized = (info: ImageInfo, wish: OutputSettings, sameTreatment: boolean): info is KeptInfo =>
  isUnconverted(info, wish) && (sameTreatment || (!info.hasMetadata && treatmentOf(wish) === plainTreatment));
