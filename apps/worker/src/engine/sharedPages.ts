import { native, type ProbedMemory } from "@pixelmill/native";

/** How long a reading holds while the same processes are there, in milliseconds: others that share pages come and go too. */
const validMs = 60_000;

/** What tells a process's share of pages that others use too, in bytes; null where the system does not. */
export type ReadShare = (pid: number) => number | null;

/**
 * The probe counts pages of files once, in full, since it reads nothing slower than that many times a second. Processes beside these
 * have the same Node mapped, the web app above all: a part of those pages is theirs. How large it is changes when processes
 * come and go, and is read again then.
 */
export class SharedPages {
  readonly #readShare: ReadShare;
  #pids = "";
  #readAt = Number.NEGATIVE_INFINITY;
  #elsewhereBytes = 0;

  constructor(readShare: ReadShare = native.sharedBytes) {
    this.#readShare = readShare;
  }

  /** Bytes that the probe counts and others hold, never below 0; as of the last {@link SharedPages.look}. */
  get elsewhereBytes(): number {
    return this.#elsewhereBytes;
  }

  /** Reads it again where these processes are not the same as before, or time has passed. */
  look(processes: readonly ProbedMemory[], now: number): void {
    const pids = processes.map(({ pid }) => pid).join(" ");
    if (pids === this.#pids && now - this.#readAt < validMs) return;
    this.#pids = pids;
    this.#readAt = now;
    this.#elsewhereBytes = this.#read(processes);
  }

  #read(processes: readonly ProbedMemory[]): number {
    const counted = Math.max(0, ...processes.map(({ fileBytes }) => fileBytes));
    let theirs = 0;
    for (const { pid } of processes) {
      const share = this.#readShare(pid);
      if (share === null) return 0;
      theirs += share;
    }
    return Math.max(0, counted - theirs);
  }
}
