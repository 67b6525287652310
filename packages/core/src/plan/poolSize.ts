/** Fewest and most encoders. */
const fewest = 2;
const most = 16;

/**
 * Encoders for a number of cores (the quota, may be fractional): one a core, 2–16. Above that more tasks in flight or
 * threads use the machine better than more processes.
 */
export const poolSize = (cores: number): number => Math.min(most, Math.max(fewest, Math.ceil(cores)));

/** Half the cores, 2–16: the formula of Pixelmill's ancestor. Leaves half the machine idle; kept to be compared with. */
export const heritagePoolSize = (cores: number): number => Math.min(most, Math.max(fewest, Math.floor(cores / 2)));

/** What an encoder needs to be of use, in bytes: its warm process (about 70 MB) and a task of a few megapixels. */
const leastEncoderBytes = 130e6;

/** Encoders that a budget affords, at least 1. */
export const affordableEncoders = (budgetBytes: number): number => Math.max(1, Math.floor(budgetBytes / leastEncoderBytes));
