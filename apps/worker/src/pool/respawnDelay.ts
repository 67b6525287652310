/** First and longest wait before an encoder is forked again after failing over and over, in milliseconds. */
const firstDelayMs = 100;
const longestDelayMs = 30_000;

/**
 * Wait before the next fork, in milliseconds: none after the first loss, then doubling from 0.1 s to 30 s with every further encoder
 * that died before it ended a single task. Guards against a machine kept busy by starting encoders that can't live.
 */
export const respawnDelayMs = (deathsInARow: number): number =>
  deathsInARow <= 1 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** (deathsInARow - 2));
