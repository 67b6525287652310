import { geometricBounds } from "./distribution.ts";

/** 0.1 ms to 2 h in steps of 10 %. */
export const durationBounds = geometricBounds(0.1, 7_200_000, 1.1);
/** 16 MB to 1 TB in steps of 10 %. */
export const memoryBounds = geometricBounds(16e6, 1e12, 1.1);
/** Batches have at most a few hundred tasks: small ones are counted exactly. */
export const batchBounds = [1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 75, 100, 200];
