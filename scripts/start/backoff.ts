const firstMs = 250;
const longestMs = 10_000;

/** How long to wait before the start after the nth crash in a row (1, 2, …): 0.25 s, doubled each time, 10 s at most. In milliseconds. */
export const restartDelayMs = (crashes: number): number => Math.min(longestMs, firstMs * 2 ** (crashes - 1));
