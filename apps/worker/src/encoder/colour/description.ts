/** A point of the CIE 1931 chromaticity diagram. */
export type Chromaticity = readonly [x: number, y: number];

/** How a sample becomes light. `gamma` is the power that decodes: 2.2 for most screens. */
export type Transfer = { readonly kind: "srgb" | "pq" | "hlg" } | { readonly kind: "gamma"; readonly gamma: number };

/** What a file says of its colours in numbers, in the place of a profile. */
export interface ColourDescription {
  readonly red: Chromaticity;
  readonly green: Chromaticity;
  readonly blue: Chromaticity;
  readonly white: Chromaticity;
  readonly transfer: Transfer;
}

type Primaries = Omit<ColourDescription, "transfer">;

const d65: Chromaticity = [0.3127, 0.329];

export const srgbPrimaries: Primaries = { red: [0.64, 0.33], green: [0.3, 0.6], blue: [0.15, 0.06], white: d65 };

/** Primaries by their code points: https://www.itu.int/rec/T-REC-H.273, table 2. What is not here is read as sRGB's. */
const primariesByCode: ReadonlyMap<number, Primaries> = new Map([
  [4, { red: [0.67, 0.33], green: [0.21, 0.71], blue: [0.14, 0.08], white: [0.31, 0.316] }],
  [5, { red: [0.64, 0.33], green: [0.29, 0.6], blue: [0.15, 0.06], white: d65 }],
  [6, { red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07], white: d65 }],
  [7, { red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07], white: d65 }],
  [9, { red: [0.708, 0.292], green: [0.17, 0.797], blue: [0.131, 0.046], white: d65 }],
  [11, { red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06], white: [0.314, 0.351] }],
  [12, { red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06], white: d65 }],
]);

/** Transfer functions by their code points, table 3. Those of video (1, 6, 14, 15) are shown like sRGB's, as browsers do. */
const transferByCode: ReadonlyMap<number, Transfer> = new Map<number, Transfer>([
  [4, { kind: "gamma", gamma: 2.2 }],
  [5, { kind: "gamma", gamma: 2.8 }],
  [8, { kind: "gamma", gamma: 1 }],
  [16, { kind: "pq" }],
  [18, { kind: "hlg" }],
]);

/** The colours that code points stand for. */
export const fromCodePoints = (primaries: number, transfer: number): ColourDescription => ({
  ...(primariesByCode.get(primaries) ?? srgbPrimaries),
  transfer: transferByCode.get(transfer) ?? { kind: "srgb" },
});

/** A difference of chromaticity that nobody sees, and that rounding to hundred-thousandths explains. */
const sameChromaticity = 0.002;
/** sRGB's curve is about a power of 2.2, which is how a file without better words says that it is sRGB. */
const srgbGammas = [2.15, 2.25] as const;

/** Whether a description says no more than sRGB. */
export function isSrgb({ transfer, ...primaries }: ColourDescription): boolean {
  const points = ["red", "green", "blue", "white"] as const;
  const sameGamma =
    transfer.kind === "srgb" || (transfer.kind === "gamma" && transfer.gamma > srgbGammas[0] && transfer.gamma < srgbGammas[1]);
  return (
    sameGamma &&
    points.every((point) =>
      [0, 1].every((axis) => Math.abs((primaries[point][axis] ?? 0) - (srgbPrimaries[point][axis] ?? 0)) <= sameChromaticity),
    )
  );
}
