export type Listener = () => void;

/** Tells listeners that something changed, at most once per interval: a burst of changes is one render. */
export interface Emitter {
  subscribe(listener: Listener): () => void;
  /** Asks for listeners to be called within the interval. */
  changed(): void;
  /** Calls listeners now: what has changed before counts as told too. */
  flush(): void;
}

/** With an interval in milliseconds, default 100; 0 calls listeners at once. `beforeEmit` prepares what they will read. */
export function createEmitter({
  intervalMs = 100,
  beforeEmit = () => {},
}: {
  intervalMs?: number;
  beforeEmit?: () => void;
} = {}): Emitter {
  const listeners = new Set<Listener>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const emit = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    beforeEmit();
    for (const listener of listeners) listener();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed: () => {
      if (intervalMs === 0) emit();
      else if (timer === null) timer = setTimeout(emit, intervalMs);
    },
    flush: emit,
  };
}
