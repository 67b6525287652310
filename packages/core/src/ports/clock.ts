/** Monotonic time in milliseconds. Core has no clock of its own, so that tests and the simulator bring theirs. */
export type Clock = () => number;
