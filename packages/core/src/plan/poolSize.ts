/** Fewest and most encoders. */
const fewest = 2;
const usualMost = 16;

/** Ways to choose the number of encoders. */
export const poolSizes = ["cores", "coresPlusOne", "heritage"] as const;

export type PoolSize = (typeof poolSizes)[number];

const rules: Readonly<Record<PoolSize, (cores: number) => number>> = {
  cores: (cores) => Math.ceil(cores),
  coresPlusOne: (cores) => Math.ceil(cores) + 1,
  heritage: (cores) => Math.floor(cores / 2),
};

/**
 * Encoders for a number of cores (the quota, may be fractional), 2–16 where no other `most` is given: one a core, one more, or half as many, which was the formula
 * of Pixelmill's ancestor and leaves half the machine idle. Above 16 more tasks in flight or threads use the machine better than more
 * processes.
 */
export const poolSize = (cores: number, rule: PoolSize = "cores", most: number = usualMost): number =>
  Math.min(most, Math.max(fewest, rules[rule](cores)));

/** Tasks in flight for every core: a quarter more keeps it busy while others read and write. */
const inFlightPerCore = 1.25;

/**
 * Tasks that each of so many encoders runs at once, 2–8, so that all of them together keep every core busy: two where there is an
 * encoder for each core, more where there are fewer.
 */
export const tasksInFlight = (cores: number, encoders: number): number =>
  Math.min(8, Math.max(2, Math.ceil((inFlightPerCore * cores) / encoders)));

/** What an encoder needs to be of use, in bytes: its warm process (about 70 MB) and a task of a few megapixels. */
const leastEncoderBytes = 130e6;

/** Encoders that a budget affords, at least 1. */
export const affordableEncoders = (budgetBytes: number): number => Math.max(1, Math.floor(budgetBytes / leastEncoderBytes));
