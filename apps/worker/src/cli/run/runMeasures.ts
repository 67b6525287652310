import {
  type FinalTaskState,
  finalState,
  type Id,
  isDelivered,
  isKnown,
  type JobReport,
  type JobRun,
  type JobState,
  makeJobReport,
  OutcomeRecorder,
  PoolRecorder,
  pixelCount,
  type Settings,
  taskStates,
} from "@pixelmill/core";
import { clock } from "../../engine/clock.ts";
import type { Engine, EngineEnd } from "../../engine/engine.ts";
import type { ResultLine } from "../report/lines.ts";

/** What a run measures for its report: the command line has no store, so it is kept here, about 300 bytes a file. */
export class RunMeasures {
  readonly #beganAt = clock();
  readonly #pool = new PoolRecorder(clock());
  readonly #engine: Engine;
  readonly #runs: JobRun[] = [];
  readonly #states = Object.fromEntries(taskStates.map((state) => [state, 0])) as JobReport["job"]["totals"]["states"];
  readonly #outcomes = new OutcomeRecorder();
  #sourceBytes = 0;
  #deliveredSourceBytes = 0;
  #outputs = 0;
  #outputBytes = 0;
  #known = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
    engine.follow(this.#pool);
  }

  /** A task has ended: how it ran. */
  ended(path: string, { task, course, results }: Pick<EngineEnd, "task" | "course" | "results">): void {
    const { sending, startedAt, estimate, submittedAt, endedAt, runMs, peakBytes, attempts } = course;
    if (sending === null || startedAt === null) return;
    this.#runs.push({
      path,
      pixels: pixelCount(task.info),
      sourceBytes: task.info.bytes,
      delivered: results.some(isDelivered),
      engine: 1,
      ...sending,
      submittedAt,
      startedAt,
      endedAt,
      runMs,
      estimatedMs: estimate.ms,
      estimatedPeakBytes: estimate.peakBytes,
      peakBytes,
      attempts,
    });
  }

  /** The lines of one file: what became of it. */
  add(lines: readonly ResultLine[]): void {
    this.#add(finalState(lines), lines);
    if (lines.length > 0 && lines.every(isKnown)) this.#known += 1;
  }

  /** The lines of one file that was not finished. */
  addUnfinished(lines: readonly ResultLine[]): void {
    this.#add("cancelled", lines);
  }

  #add(state: FinalTaskState, lines: readonly ResultLine[]): void {
    this.#states[state] += 1;
    const sourceBytes = lines[0]?.sourceBytes ?? 0;
    const delivered = lines.flatMap((line) => (line.status === "failed" ? [] : [line.output.bytes]));
    this.#outcomes.add({ format: lines[0]?.info?.format ?? null, sourceBytes, results: lines });
    this.#sourceBytes += sourceBytes;
    if (delivered.length > 0) this.#deliveredSourceBytes += sourceBytes;
    this.#outputs += delivered.length;
    this.#outputBytes += delivered.reduce((sum, bytes) => sum + bytes, 0);
  }

  report(jobId: Id, settings: Settings, state: JobState): JobReport {
    const [states, now] = [this.#states, clock()];
    const files = Object.values(states).reduce((sum, count) => sum + count, 0);
    const bytes = {
      sourceBytes: this.#sourceBytes,
      deliveredSourceBytes: this.#deliveredSourceBytes,
      outputs: this.#outputs,
      outputBytes: this.#outputBytes,
      known: this.#known,
    };
    return makeJobReport({
      createdAt: new Date(now).toISOString(),
      job: {
        id: jobId,
        state,
        priority: "normal",
        settings,
        createdAt: this.#beganAt,
        finishedAt: now,
        totals: { states, files, ...bytes },
      },
      outcomes: this.#outcomes.snapshot(),
      runs: this.#runs,
      engines: [{ number: 1, startedAt: this.#beganAt, configuration: this.#engine.configuration() }],
      pools: [this.#pool.snapshot(now)],
    });
  }
}
