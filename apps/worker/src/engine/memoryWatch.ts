import {
  budgetBytes,
  type Dispatcher,
  type EncoderMemory,
  MemoryGuard,
  type MetricsRecorder,
  type UsedMemorySample,
} from "@pixelmill/core";
import { type MemoryProbe, type MemoryProbeSettings, type MemoryReport, native } from "@pixelmill/native";
import type { Log } from "../pool/log.ts";
import type { EncoderPid } from "../pool/pool.ts";
import { clock } from "./clock.ts";
import { usedBytes, usedTogether } from "./processMemory.ts";
import { SharedPages } from "./sharedPages.ts";

/** A process that comes and goes beside the pool's, within the same budget. */
export interface SideProcess {
  /** Null where there is none. */
  readonly pid: number | null;
  /** What it may take while it works, its idle memory included, in bytes; 0 while it does nothing. */
  readonly reservedBytes: number;
  /** Ends what it works on. */
  killForMemory(budgetBytes: number): void;
}

/** Stands for the side process among the encoders, which are counted from 1. */
const sideId = 0;

export interface MemoryWatchOptions {
  readonly memoryLimitBytes: number;
  /** Time between two samples while tasks are there, in milliseconds. */
  readonly sampleMs: number;
  readonly encoders: () => readonly EncoderPid[];
  /** Process ids besides the encoders that count: the service and the encoder of inspection. */
  readonly others: () => readonly number[];
  /** The process that works beside the pool's, and what is reserved for it. */
  readonly side: SideProcess;
  /** Bytes that the machine and its cgroups leave now. */
  readonly availableBytes: () => number;
  readonly dispatcher: Dispatcher;
  readonly metrics: MetricsRecorder;
  readonly log: Log;
}

/** Time between two samples where nothing else is wished, in milliseconds: measured at 0.2 % of a core, see the decision page. */
export const defaultSampleMs = 50;

/**
 * Most time between two samples while a task is on trial, in milliseconds: all that the budget leaves is its own, so what it grows by
 * between two samples is above the budget; 1 MB at 0.25 GB/s, where 50 ms would be 12.
 */
const trialSampleMs = 5;

/** Between two reports while tasks are there, in milliseconds; also the dispatcher's sense of time. */
const busyReportMs = 250;
/** The same of an idle service, also between samples: nothing is sent, and encoders that rest for long may go. */
const idleMs = 5000;
/** Between two looks at what the machine has left, in milliseconds: one costs as much as several samples. */
const availableMs = 1000;

/** Watches memory against the budget by the probe's samples, keeps the budget up to date, and lets the guard act. */
export class MemoryWatch {
  readonly #options: MemoryWatchOptions;
  readonly #guard = new MemoryGuard();
  readonly #shared = new SharedPages();
  #probe: MemoryProbe | null = null;
  /** What the probe was last told, as text to be compared with. */
  #told = "";
  #ticks: NodeJS.Timeout | null = null;
  #budgetBytes = 0;
  /** What the others used together at the last report, in bytes, and what the side process did. */
  #othersBytes = 0;
  #sideBytes = 0;
  #availableAt = Number.NEGATIVE_INFINITY;
  #holding = false;
  /** What the log has not told yet. */
  #unlogged = { samples: 0, peakBytes: 0, since: Number.NEGATIVE_INFINITY };

  constructor(options: MemoryWatchOptions) {
    this.#options = options;
  }

  /** The whole budget as of the last report, in bytes. */
  get budgetBytes(): number {
    return this.#budgetBytes;
  }

  /** What service and encoders use together now, in bytes; null where the system does not tell. */
  get usedBytes(): number | null {
    const counted = usedBytes([...this.#options.others(), ...this.#sidePids(), ...this.#encoderPids()]);
    return counted === null ? null : counted - this.#shared.elsewhereBytes;
  }

  start(): void {
    this.#othersBytes = usedBytes(this.#options.others()) ?? 0;
    this.#readBudget(this.usedBytes ?? 0, clock());
    this.#shareBudget();
    const settings = this.#settings();
    this.#told = JSON.stringify(settings);
    this.#probe = native.startMemoryProbe(settings, (report) => this.#look(report));
    this.wake();
  }

  stop(): void {
    this.#probe?.stop();
    this.#probe = null;
    if (this.#ticks !== null) clearInterval(this.#ticks);
    this.#ticks = null;
  }

  /** Work has come: from now on there is something to be watched closely. */
  wake(): void {
    if (this.#ticks === null) this.#tell();
  }

  /**
   * What the side process has reserved has changed: from now on the pool gets that much less. Gives whether the pool has left it, and
   * the most that it could ever leave.
   */
  sideChanged(): { readonly isFree: boolean; readonly mostBytes: number } {
    const { dispatcher } = this.#options;
    this.#shareBudget();
    this.#tell();
    return {
      isFree: dispatcher.reservedBytes + this.#sideShare <= this.#budgetBytes - this.#othersBytes,
      mostBytes: this.#budgetBytes - this.#othersBytes - dispatcher.leastBaseBytes,
    };
  }

  /** A task has begun: one on trial has a limit of its own from its first moment. */
  taskBegan(): void {
    if (this.#options.dispatcher.onTrial) this.#tell();
  }

  /** Tells the probe what to look at, where that has changed. */
  #tell(): void {
    if (this.#probe === null) return;
    const settings = this.#settings();
    const text = JSON.stringify(settings);
    if (text !== this.#told) this.#probe.change(settings);
    this.#told = text;
    this.#tickWhileBusy();
  }

  get #busySampleMs(): number {
    const { sampleMs, dispatcher } = this.#options;
    return dispatcher.onTrial ? Math.min(sampleMs, trialSampleMs) : sampleMs;
  }

  get #busy(): boolean {
    return this.#options.dispatcher.unfinished > 0 || this.#options.side.reservedBytes > 0;
  }

  /** What the side process takes of the budget: what it is to have, or what it was found to have. */
  get #sideShare(): number {
    return Math.max(this.#options.side.reservedBytes, this.#sideBytes);
  }

  /** The pool has what the others leave. */
  #shareBudget(): void {
    this.#options.dispatcher.setBudget(Math.max(0, this.#budgetBytes - this.#othersBytes - this.#sideShare));
  }

  #sidePids(): number[] {
    const { pid } = this.#options.side;
    return pid === null ? [] : [pid];
  }

  #encoderPids(): number[] {
    return this.#options.encoders().map(({ pid }) => pid);
  }

  #reservations() {
    return new Map(this.#options.dispatcher.reservations().map((reservation) => [reservation.id, reservation]));
  }

  /** An idle service is only looked at; a trial has a limit of its own, to be told of at once. */
  #settings(): MemoryProbeSettings {
    const busy = this.#busy;
    const reservations = this.#reservations();
    const ownLimit = (encoder: number) => {
      const reservation = reservations.get(encoder);
      return reservation?.trial === true ? reservation.reservedBytes : null;
    };
    return {
      intervalMs: busy ? this.#busySampleMs : idleMs,
      reportMs: busy ? busyReportMs : idleMs,
      limitBytes: busy ? this.#budgetBytes + this.#shared.elsewhereBytes : null,
      processes: [
        ...[...this.#options.others(), ...this.#sidePids()].map((pid) => ({ pid, limitBytes: null })),
        ...this.#options.encoders().map(({ pid, encoder }) => ({ pid, limitBytes: ownLimit(encoder) })),
      ],
    };
  }

  #tickWhileBusy(): void {
    if (this.#busy) {
      this.#ticks ??= setInterval(() => this.#options.dispatcher.tick(), busyReportMs).unref();
    } else if (this.#ticks !== null) {
      clearInterval(this.#ticks);
      this.#ticks = null;
    }
  }

  #look(report: MemoryReport): void {
    const { dispatcher, metrics } = this.#options;
    const now = clock();
    const { elsewhereBytes } = this.#shared;
    const samples = report.samples.map(({ atMs, usedBytes: bytes }) => ({ atMs, usedBytes: bytes - elsewhereBytes }));
    const { usedBytes: used, atMs: lastMs } = samples.at(-1) ?? { usedBytes: 0, atMs: 0 };
    for (const { atMs, usedBytes: bytes } of samples) {
      metrics.memorySampled({ atMs: now - (lastMs - atMs), usedBytes: bytes, budgetBytes: this.#budgetBytes });
    }
    this.#log(samples, used, now);
    if (now - this.#availableAt >= availableMs) this.#readBudget(used, now);
    const others = new Set(this.#options.others());
    this.#othersBytes = Math.max(0, usedTogether(report.processes.filter(({ pid }) => others.has(pid))) - elsewhereBytes);
    this.#sideBytes = report.processes.find(({ pid }) => pid === this.#options.side.pid)?.ownBytes ?? 0;
    this.#shareBudget();
    this.#act(report, used);
    this.#shared.look(
      report.processes.map(({ pid }) => pid),
      now,
    );
    if (!this.#busy) dispatcher.tick();
    this.#tell();
  }

  #readBudget(used: number, now: number): void {
    this.#availableAt = now;
    this.#budgetBytes = budgetBytes(this.#options.availableBytes() + used, this.#options.memoryLimitBytes);
  }

  #act(report: MemoryReport, used: number): void {
    // As the probe counts, over all reports: that others hold more or less of what is shared is no rise.
    const limitBytes = this.#budgetBytes + this.#shared.elsewhereBytes;
    const action = this.#guard.decide({ used: report.samples, encoders: this.#busyEncoders(report) }, limitBytes);
    // With nothing running there is nothing to wait for: admission alone decides.
    this.#hold(used > this.#budgetBytes && this.#options.dispatcher.running > 0, used);
    if (action.type !== "kill") return;
    this.#options.log.warn(
      { encoder: action.encoder, usedBytes: used, budgetBytes: this.#budgetBytes },
      action.trial
        ? "a task on trial takes more memory than there is: ending its encoder"
        : "memory still rises above the budget: ending an encoder",
    );
    if (action.encoder === sideId) this.#options.side.killForMemory(this.#budgetBytes);
    else this.#options.dispatcher.killForMemory(action.encoder);
  }

  /** Those that run something: to end another would end nothing. */
  #busyEncoders(report: MemoryReport): EncoderMemory[] {
    const reservations = this.#reservations();
    const own = new Map(report.processes.map(({ pid, ownBytes }) => [pid, ownBytes]));
    const { reservedBytes } = this.#options.side;
    const side = reservedBytes > 0 ? [{ id: sideId, reservedBytes, ownBytes: this.#sideBytes }] : [];
    const encoders = this.#options.encoders().flatMap(({ encoder, pid }) => {
      const reservation = reservations.get(encoder);
      return reservation?.running ? [{ ...reservation, ownBytes: own.get(pid) ?? 0 }] : [];
    });
    return [...encoders, ...side];
  }

  /** At the pace of reports, also while every sample is one. */
  #log(samples: readonly UsedMemorySample[], used: number, now: number): void {
    const unlogged = this.#unlogged;
    unlogged.samples += samples.length;
    unlogged.peakBytes = Math.max(unlogged.peakBytes, ...samples.map(({ usedBytes }) => usedBytes));
    if (now - unlogged.since < busyReportMs) return;
    this.#options.log.debug(
      { usedBytes: used, budgetBytes: this.#budgetBytes, peakBytes: unlogged.peakBytes, samples: unlogged.samples },
      "memory sampled",
    );
    this.#unlogged = { samples: 0, peakBytes: 0, since: now };
  }

  #hold(held: boolean, used: number): void {
    if (held === this.#holding) return;
    this.#holding = held;
    const fields = { usedBytes: used, budgetBytes: this.#budgetBytes };
    this.#options.log.info(fields, holdText(held, used > this.#budgetBytes));
    this.#options.dispatcher.hold(held);
  }
}

function holdText(held: boolean, above: boolean): string {
  if (held) return "memory is above the budget: sending nothing more for now";
  return above
    ? "memory is above the budget, but nothing runs that would give it back: sending again"
    : "memory is within the budget again";
}
