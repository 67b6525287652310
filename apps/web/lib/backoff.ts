const firstMs = 500;
const longestMs = 15_000;

/** Wait before the nth repetition (1, 2, …) in milliseconds: 0.5 s, doubled each time, 15 s at most. */
export const backoffMs = (attempt: number): number => Math.min(longestMs, firstMs * 2 ** Math.max(0, attempt - 1));
