/** What the quality benchmark can measure, in the order it does. */
export const qualityParts = ["target", "presets", "equal", "lossless", "larger"] as const;

export type QualityPart = (typeof qualityParts)[number];
