/** The options of a request that is given up after so many milliseconds, body included. */
export function within(ms: number, init: RequestInit = {}): RequestInit {
  const stop = new AbortController();
  const timeout = AbortSignal.timeout(ms);
  for (const signal of [timeout, init.signal]) {
    if (signal?.aborted) stop.abort(signal.reason);
    else signal?.addEventListener("abort", () => stop.abort(signal.reason), { once: true });
  }
  return { ...init, signal: stop.signal };
}
