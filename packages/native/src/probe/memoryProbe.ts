import { isPid } from "../native.ts";

/** A process that a probe looks at. */
export interface ProbedProcess {
  readonly pid: number;
  /** Of its own bytes, those of `ProbedMemory.ownBytes`; null limits nothing. */
  readonly limitBytes: number | null;
}

/** What a probe looks at, how often, and what is too much. */
export interface MemoryProbeSettings {
  /** Time between two samples, in milliseconds, 1 to 3,600,000. */
  readonly intervalMs: number;
  /** Longest time between two reports, in milliseconds, 1 to 3,600,000. */
  readonly reportMs: number;
  /** Of all processes together, those of `UsedMemory.usedBytes`; null limits nothing. */
  readonly limitBytes: number | null;
  readonly processes: readonly ProbedProcess[];
}

/** What all processes used together at one moment: their own bytes summed, pages of files counted once, since they share them. */
export interface UsedMemory {
  /** Milliseconds since the probe was started. */
  readonly atMs: number;
  readonly usedBytes: number;
}

/** One process, as of the last sample. All values in bytes. */
export interface ProbedMemory {
  readonly pid: number;
  /** Resident bytes without pages of files. */
  readonly ownBytes: number;
  /** Pages of files and of shared memory; 0 where the system does not tell them apart (any but Linux). */
  readonly fileBytes: number;
  /** The highest `ownBytes` of any sample since the last report. */
  readonly mostOwnBytes: number;
}

/** What a probe has seen since its last report. */
export interface MemoryReport {
  /**
   * Every sample, oldest first, at least one. Where the event loop was blocked for thousands of samples, the larger of two neighbours
   * stands for both.
   */
  readonly samples: readonly UsedMemory[];
  /** The processes that were there at the last sample, in the order of the settings. */
  readonly processes: readonly ProbedMemory[];
}

/** A running probe. It does not keep its process running, and ends with it. */
export interface MemoryProbe {
  /** Replaces the settings; a sample by the new ones and its report follow at once. */
  change(settings: MemoryProbeSettings): void;
  /** Ends it: no report comes after this. A second time does nothing. */
  stop(): void;
}

/**
 * Starts a probe on a thread of its own: a blocked event loop delays reports and loses no sample. `report` is called after the first
 * sample, once in each report period, and at once for every sample that is above a limit.
 */
export type StartMemoryProbe = (settings: MemoryProbeSettings, report: (report: MemoryReport) => void) => MemoryProbe;

const longestMs = 3_600_000;

/** The settings themselves. Ones that make no sense are a bug of the caller and throw. */
export function checkedSettings(settings: MemoryProbeSettings): MemoryProbeSettings {
  const { intervalMs, reportMs, limitBytes, processes } = settings;
  for (const ms of [intervalMs, reportMs]) {
    if (!(ms >= 1 && ms <= longestMs)) throw new RangeError(`${ms} is not a time of 1 to ${longestMs} ms`);
  }
  for (const bytes of [limitBytes, ...processes.map((process) => process.limitBytes)]) {
    if (bytes !== null && !(bytes >= 0)) throw new RangeError(`${bytes} is not a limit in bytes`);
  }
  for (const { pid } of processes) if (!isPid(pid)) throw new RangeError(`${pid} is not a process id`);
  return settings;
}
