import { type MappedMemory, native } from "@pixelmill/native";

/** How long a reading holds while the same processes are there, in milliseconds: others that share pages come and go too. */
const validMs = 60_000;
/** Least time between two readings, in milliseconds: each takes the kernel several for every process. */
const leastMs = 1000;

/** What tells of a process's pages that others use too; null where the system does not, or the process is gone. */
export type ReadMapped = (pid: number) => MappedMemory | null;

/**
 * The probe counts pages of files once, in full, since it reads nothing slower than that many times a second. Processes beside these
 * have the same Node mapped, the web app above all: a part of those pages is theirs. How large it is changes when processes
 * come and go, and is read again then.
 */
export class SharedPages {
  readonly #readMapped: ReadMapped;
  #pids = "";
  #readAt = Number.NEGATIVE_INFINITY;
  #elsewhereBytes = 0;

  constructor(readMapped: ReadMapped = native.mappedMemory) {
    this.#readMapped = readMapped;
  }

  /** Bytes that the probe counts and others hold, never below 0; as of the last {@link SharedPages.look}. */
  get elsewhereBytes(): number {
    return this.#elsewhereBytes;
  }

  /** Reads it again where these processes are not the same as before, or time has passed. */
  look(pids: readonly number[], now: number): void {
    const told = pids.join(" ");
    if (now - this.#readAt < (told === this.#pids ? validMs : leastMs)) return;
    this.#readAt = now;
    const mapped = pids.map(this.#readMapped).filter((each) => each !== null);
    // One that ended meanwhile, or a system that does not tell: what was known stays, and is asked for again.
    if (mapped.length < pids.length) return;
    this.#pids = told;
    this.#elsewhereBytes = elsewhere(mapped);
  }
}

function elsewhere(mapped: readonly MappedMemory[]): number {
  const counted = Math.max(0, ...mapped.map(({ mappedBytes }) => mappedBytes));
  return Math.max(0, counted - mapped.reduce((sum, { shareBytes }) => sum + shareBytes, 0));
}
