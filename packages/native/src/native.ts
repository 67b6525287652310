import type { Codecs } from "./codecs/codecs.ts";
import type { Decoders } from "./decoders.ts";
import type { StartMemoryProbe } from "./probe/memoryProbe.ts";

/** The machine's memory as this process may use it. All values in bytes. */
export interface SystemMemory {
  totalBytes: number;
  /** What can still be taken without swapping: the least of the host's and of every limit's room. Page cache counts as room. */
  availableBytes: number;
  /** The tightest cgroup or job limit; null where there is none, or none below the machine's memory. */
  limitBytes: number | null;
}

/** One process's memory. All values in bytes. */
export interface ProcessMemory {
  pid: number;
  residentBytes: number;
  /** Highest resident size since the start or the last `resetPeak`; null where the OS does not tell. */
  peakResidentBytes: number | null;
  /** Part of `residentBytes` that is pages of files: programs and libraries, which processes share and the system can take back. Linux only, null elsewhere. */
  fileBytes: number | null;
}

/** Pages of a process that others may use too, programs and libraries above all, at one moment. All values in bytes. */
export interface MappedMemory {
  /** All of them. */
  mappedBytes: number;
  /** Its share: each page divided by the processes that have it. */
  shareBytes: number;
}

/** What the operating system tells, read at each call. Implemented by the Rust addon and by portable TypeScript. */
export interface Native {
  readonly kind: "addon" | "portable";
  /** Total, available and limit of memory; cgroup v1 and v2 aware, with every limit above this process counted. */
  systemMemory(): SystemMemory;
  /** One entry per pid, in order; null where the process is gone or the OS does not tell. */
  processMemory(pids: readonly number[]): (ProcessMemory | null)[];
  /** Takes milliseconds, 11 for a process of 400 MB. Null where the process is gone or the OS does not tell (any but Linux). */
  mappedMemory(pid: number): MappedMemory | null;
  /** Starts a new peak for a process of the same user; false where impossible (any OS but Linux, or no such process). */
  resetPeak(pid: number): boolean;
  /** Samples processes on a thread of its own, see {@link StartMemoryProbe}. */
  startMemoryProbe: StartMemoryProbe;
  /** Cores allowed by the cgroup's CPU quota, the least of all levels; may be fractional; null without one. */
  cpuQuota(): number | null;
  /** Quality score, lossless PNG and JPEG; null for the portable implementation, `nativeStatus` tells why that runs. */
  readonly codecs: Codecs | null;
  /** The path as Windows needs it beyond 259 characters (see `toWindowsLongPath`); off Windows the path unchanged. */
  longPath(path: string): string;
  /** Decoders of what libvips does not read; null without the addon. */
  readonly decoders: Decoders | null;
}

/** The largest pid any of the three systems gives out fits in 31 bits; anything else can't name a process. */
export function isPid(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= 0x7fff_ffff;
}
