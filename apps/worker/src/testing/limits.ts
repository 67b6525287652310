import type { InspectionLimits } from "../protocol/messages.ts";

/** Limits that no ordinary image meets: the service's own defaults. */
export const usualLimits: InspectionLimits = { maxPixels: 1e8, maxFrames: 1000, maxSvgBytes: 8e6, maxSvgElements: 100_000 };
