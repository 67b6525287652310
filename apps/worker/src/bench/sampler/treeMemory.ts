import { treeOf } from "../processes/processTree.ts";
import { anonymousBytes, sharedBytes } from "../processes/procfs.ts";

/** How long a process's share of what several use is taken to stay the same, in milliseconds. */
const sharedForMs = 1000;

/**
 * Proportional set size of a tree of processes. What a process has allocated is read at every look; its share of programs and
 * libraries, which hardly moves and takes the kernel long to tell, is read when the process is new and once a second.
 */
export class TreeMemory {
  readonly #roots: readonly number[];
  readonly #alone: boolean;
  readonly #shared = new Map<number, { readonly bytes: number; readonly readAt: number }>();

  /** `alone`: only the roots themselves. */
  constructor(roots: readonly number[], alone = false) {
    this.#roots = roots;
    this.#alone = alone;
  }

  /** Bytes now; `now` in milliseconds. A process that ends meanwhile has none any more. */
  bytes(now: number): number {
    const pids = this.#alone ? this.#roots : treeOf(this.#roots);
    return pids.reduce((sum, pid) => sum + this.#bytesOf(pid, now), 0);
  }

  #bytesOf(pid: number, now: number): number {
    const own = anonymousBytes(pid);
    return own === null ? 0 : own + this.#sharedOf(pid, now);
  }

  #sharedOf(pid: number, now: number): number {
    const known = this.#shared.get(pid);
    if (known !== undefined && now - known.readAt < sharedForMs) return known.bytes;
    const bytes = sharedBytes(pid) ?? 0;
    this.#shared.set(pid, { bytes, readAt: now });
    return bytes;
  }
}
