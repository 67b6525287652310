/** Unix time in milliseconds, which never jumps: what is measured now can be told in years. */
export const clock = (): number => performance.timeOrigin + performance.now();
