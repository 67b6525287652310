/** The ways to compare two pictures. */
export const modes = ["slider", "flip", "difference"] as const;

export type Mode = (typeof modes)[number];
