let offsetMs = 0;

/** Takes note of an answer's Date header, so that elapsed times are right where the browser's clock is not. */
export function noteServerTime(date: string | null, now = Date.now()): void {
  const serverMs = date === null ? Number.NaN : Date.parse(date);
  // The header has whole seconds and was a moment on its way: a smaller difference means nothing.
  if (!Number.isNaN(serverMs)) offsetMs = Math.abs(serverMs - now) < 2000 ? 0 : serverMs - now;
}

/** The server's Unix time in milliseconds, as far as the last answer tells. */
export const serverNow = (): number => Date.now() + offsetMs;
