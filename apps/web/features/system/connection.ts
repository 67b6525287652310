import { createEmitter } from "../../lib/emitter.ts";

export type Connection = "connecting" | "online" | "offline";

/** Whether the service answers, as seen by whatever last asked it. */
class ConnectionStore {
  #state: Connection = "connecting";
  readonly #emitter = createEmitter({ intervalMs: 0 });

  subscribe = (listener: () => void): (() => void) => this.#emitter.subscribe(listener);
  state = (): Connection => this.#state;

  set(state: Connection): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#emitter.changed();
  }
}

export const connection = new ConnectionStore();
