import { setImmediate } from "node:timers/promises";
import {
  CostModel,
  codecRefusal,
  coreTimes,
  drawSample,
  estimateJob,
  fail,
  failure,
  type Id,
  isDelivered,
  type JobEstimate,
  type JobRecord,
  ok,
  type Result,
  type Running,
  type SampledFile,
  type SampleOutcome,
  type Settings,
  type Stratum,
  type TaskRecord,
  type TaskResult,
} from "@pixelmill/core";
import type { EngineEnd } from "../engine/engine.ts";
import { ownJob } from "./lookup.ts";
import type { Parts } from "./parts.ts";
import type { SampleSource } from "./samples.ts";
import type { Owner, Service } from "./service.ts";

/** Tasks read, and files looked at, between two turns of the event loop. */
const sliceSize = 500;

/** Drafts whose files are remembered: a few people at work at once. What is forgotten is read again. */
const mostDrafts = 8;

/** How much a draft has to grow while files come in before another sample is drawn of it. */
const growth = 1.5;

/** A file of a draft that is ready to be encoded. */
type DraftFile = SampleSource & Pick<TaskRecord, "sha256" | "sourceBytes">;

/** What is known of a draft: its files, and the sample for the settings that were asked about last. */
interface Draft {
  /** Everything up to this change is in `files`. */
  sequence: number;
  readonly files: Map<Id, DraftFile>;
  bytes: number;
  settings: string;
  /** Expected times with these settings. */
  readonly sampled: Map<Id, SampledFile>;
  strata: readonly Stratum[];
  /** Bytes of the files that the sample was drawn of, and of those that the last question was about. */
  drawnBytes: number;
  askedBytes: number;
  /** Files of the sample of which all was made before. */
  readonly known: Map<Id, SampleOutcome>;
}

/**
 * What drafts are expected to come to: a few of their files are really encoded, behind everything else, and whoever asks again gets what
 * has come of them so far. Nothing is stored: after a restart the next question begins anew.
 */
export class Estimates {
  readonly #parts: Parts;
  readonly #drafts = new Map<Id, Draft>();
  /** Knows the priors alone: the sample's own times correct them. */
  readonly #priors = new CostModel();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async estimate(owner: Owner, { jobId, settings }: Parameters<Service["estimate"]>[1]): Promise<Result<JobEstimate>> {
    const refusal = codecRefusal(settings, this.#parts.codecs);
    if (refusal !== null) return fail(refusal);
    const job = await ownJob(this.#parts, owner, jobId);
    if (!job.ok) return job;
    if (job.value.state !== "draft") return fail(failure("jobStarted"));
    this.#parts.uses.touch(jobId);
    const draft = this.#draftOf(jobId, settings);
    await this.#readFiles(jobId, draft);
    await this.#expect(draft, settings);
    if (await this.#encode(job.value, draft, settings)) return ok(this.#estimateOf(jobId, draft, settings));
    return fail(failure("jobStarted"));
  }

  #draftOf(jobId: Id, settings: Settings): Draft {
    const known = this.#drafts.get(jobId);
    const asked = JSON.stringify(settings);
    const draft = known ?? { sequence: 0, files: new Map(), bytes: 0, askedBytes: 0, ...noSample(asked) };
    if (draft.settings !== asked) Object.assign(draft, noSample(asked));
    // The one that was asked about last is the last.
    this.#drafts.delete(jobId);
    this.#drafts.set(jobId, draft);
    for (const oldest of [...this.#drafts.keys()].slice(0, -mostDrafts)) this.#drafts.delete(oldest);
    return draft;
  }

  /** Takes in what was received and inspected since the last question. */
  async #readFiles(jobId: Id, draft: Draft): Promise<void> {
    for (;;) {
      const tasks = await this.#parts.store.changes(jobId, draft.sequence, sliceSize);
      for (const task of tasks) take(draft, task);
      if (tasks.length < sliceSize) return;
      await setImmediate();
    }
  }

  async #expect(draft: Draft, settings: Settings): Promise<void> {
    let looked = 0;
    for (const [id, { info, sourceBytes: bytes }] of draft.files) {
      if (draft.sampled.has(id)) continue;
      const expectedMs = this.#priors.estimate({ info, settings }).ms;
      draft.sampled.set(id, { id, format: info.format, bytes, expectedMs });
      looked += 1;
      if (looked % sliceSize === 0) await setImmediate();
    }
  }

  /** Draws the sample where there is none yet or it speaks of too little, and has it encoded. False where the draft has been started. */
  async #encode(job: JobRecord, draft: Draft, settings: Settings): Promise<boolean> {
    const hasGrown = draft.bytes >= growth * draft.drawnBytes || draft.bytes < draft.drawnBytes;
    const hasSettled = draft.bytes === draft.askedBytes;
    if (draft.bytes !== draft.drawnBytes && (hasGrown || hasSettled)) this.#draw(job.id, draft, settings);
    draft.askedBytes = draft.bytes;
    for (const { pick } of draft.strata) {
      const file = draft.files.get(pick.id);
      if (file !== undefined) await this.#encodeOne(job, draft, file, settings);
    }
    // What came after its start would be encoded for nothing.
    const current = await this.#parts.store.job(job.id);
    if (current?.state === "draft") return true;
    if (current === null) this.#parts.samples.forget(job.id);
    else this.#parts.samples.started(job.id, current.settings);
    this.#drafts.delete(job.id);
    return false;
  }

  #draw(jobId: Id, draft: Draft, settings: Settings): void {
    const looked = new Set([...this.#parts.samples.of(jobId, settings).keys(), ...draft.known.keys()]);
    draft.strata = drawSample([...draft.sampled.values()], looked);
    draft.drawnBytes = draft.bytes;
  }

  async #encodeOne({ owner }: JobRecord, draft: Draft, file: DraftFile, settings: Settings): Promise<void> {
    const { samples, ledger, disk } = this.#parts;
    if (draft.known.has(file.taskId) || samples.of(file.jobId, settings).has(file.taskId)) return;
    const ready = await ledger.ready({ owner, settings }, file, file.info);
    const results = ready.flatMap((output) => output?.result ?? []);
    if (results.length === ready.length)
      draft.known.set(file.taskId, { outputBytes: outputBytes(results, file.sourceBytes), coreMs: 0 });
    else if (await disk.has(file.sourceBytes)) samples.encode(file, settings);
  }

  #estimateOf(jobId: Id, draft: Draft, settings: Settings): JobEstimate {
    const { samples, engine } = this.#parts;
    const { cores, encoders, inFlight } = engine.status();
    const atOnce = Math.max(1, Math.min(cores, encoders * inFlight));
    const ended = [...samples.of(jobId, settings)].flatMap(([taskId, end]) => (end === null ? [] : [{ taskId, end }]));
    const times = coreTimes(
      ended.map(({ end }) => runningOf(end)),
      cores,
    );
    const outcomes = new Map(draft.known);
    for (const [at, { taskId, end }] of ended.entries())
      outcomes.set(taskId, { outputBytes: outputBytes(end.results, end.task.info.bytes), coreMs: times[at] ?? 0 });
    return estimateJob(draft.strata, outcomes, atOnce);
  }
}

const noSample = (settings: string) => ({
  settings,
  sampled: new Map<Id, SampledFile>(),
  strata: [],
  drawnBytes: 0,
  known: new Map<Id, SampleOutcome>(),
});

function take(draft: Draft, { taskId, jobId, sourceKey, sha256, sourceBytes, info, state, sequence }: TaskRecord): void {
  draft.sequence = sequence;
  if (draft.files.delete(taskId)) draft.bytes -= sourceBytes;
  draft.sampled.delete(taskId);
  if (state !== "queued" || info === null) return;
  draft.files.set(taskId, { taskId, jobId, sourceKey, sha256, sourceBytes, info });
  draft.bytes += sourceBytes;
}

/** Bytes of everything that was delivered; where nothing was, the file stays as it is. */
function outputBytes(results: readonly TaskResult[], sourceBytes: number): number {
  const delivered = results.filter(isDelivered);
  return delivered.length === 0 ? sourceBytes : delivered.reduce((sum, { output }) => sum + output.bytes, 0);
}

/** When an encoder had it. One that ended unbegun took no time. */
const runningOf = ({ course: { startedAt, endedAt, runMs } }: EngineEnd): Running => ({
  startedAt: startedAt ?? endedAt,
  endedAt,
  runMs: runMs ?? endedAt - (startedAt ?? endedAt),
});
