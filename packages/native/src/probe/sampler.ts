import type { MemoryProbeSettings, MemoryReport, ProbedProcess } from "./memoryProbe.ts";
import { type ProcessUse, Tally } from "./tally.ts";

/** Reads one process again and again. */
export interface ProcessReader {
  /** Null where the process is gone. */
  read(): Omit<ProcessUse, "pid"> | null;
  close(): void;
}

/** Gives a reader of a process; null where there is none. */
export type OpenProcess = (pid: number) => ProcessReader | null;

/** Looks at processes, keeps what it saw, and tells whether that is to be reported. */
export class Sampler {
  readonly #open: OpenProcess;
  readonly #readers = new Map<number, ProcessReader>();
  readonly #tally = new Tally();
  #settings: MemoryProbeSettings;
  #dueAt = Number.NEGATIVE_INFINITY;

  constructor(settings: MemoryProbeSettings, open: OpenProcess) {
    this.#settings = settings;
    this.#open = open;
    this.change(settings);
  }

  get intervalMs(): number {
    return this.#settings.intervalMs;
  }

  /** What was open stays open: a reader never passes from a process to another that got its number. */
  change(settings: MemoryProbeSettings): void {
    this.#settings = settings;
    this.#dueAt = Number.NEGATIVE_INFINITY;
    const kept = new Set(settings.processes.map(({ pid }) => pid));
    for (const pid of this.#readers.keys()) if (!kept.has(pid)) this.#close(pid);
    for (const pid of kept) {
      const reader = this.#readers.has(pid) ? null : this.#open(pid);
      if (reader !== null) this.#readers.set(pid, reader);
    }
  }

  /** Takes one sample. True where it is to be reported: the first after a change, one in each report period, and all above a limit. */
  sample(atMs: number): boolean {
    const processes = this.#settings.processes.flatMap((process) => this.#read(process) ?? []);
    const { usedBytes } = this.#tally.add(atMs, processes);
    const due = atMs >= this.#dueAt || isAbove(usedBytes, this.#settings.limitBytes) || this.#isOneAbove(processes);
    if (due) this.#dueAt = atMs + this.#settings.reportMs;
    return due;
  }

  take(): MemoryReport {
    return this.#tally.take();
  }

  #isOneAbove(processes: readonly ProcessUse[]): boolean {
    const limits = new Map(this.#settings.processes.map(({ pid, limitBytes }) => [pid, limitBytes]));
    return processes.some(({ pid, ownBytes }) => isAbove(ownBytes, limits.get(pid) ?? null));
  }

  #read({ pid }: ProbedProcess): ProcessUse | null {
    const use = this.#readers.get(pid)?.read() ?? null;
    if (use === null) this.#close(pid);
    return use === null ? null : { pid, ...use };
  }

  #close(pid: number): void {
    this.#readers.get(pid)?.close();
    this.#readers.delete(pid);
  }
}

const isAbove = (bytes: number, limitBytes: number | null): boolean => limitBytes !== null && bytes > limitBytes;
