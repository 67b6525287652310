import type { Entry } from "../dispatch/entry.ts";
import type { Id } from "../job/id.ts";
import { SortedEntries } from "./sortedEntries.ts";

/** The waiting tasks of one job. */
export interface JobQueue {
  /** Those that wait for the job's turn. */
  readonly entries: SortedEntries;
  /** Those that were moved to the top, by the number of their move. */
  readonly moved: Map<number, SortedEntries>;
  /** How many there are of both. */
  waiting: number;
  /** Estimated work handed out in turns so far, in milliseconds: the job with the least is next. */
  servedMs: number;
  /** When the whole job was moved to the top; null where it was not. */
  toppedAt: number | null;
}

/**
 * The waiting tasks of one class of urgency. First come tasks that were moved to the top, then jobs that were, both in the
 * order of being moved; then the other jobs in turn, by estimated work. Of one move, and of one job, the highest rank is first.
 */
export class PriorityClass {
  /** When the class last had a turn, or began to wait. */
  servedAt = 0;
  /** When a task of the class last began. */
  begunAt = 0;
  readonly #jobs = new Map<Id, JobQueue>();
  /** `servedMs` of the job served last: where a newcomer begins, so that it neither waits nor catches up on the past. */
  #turnMs = 0;

  get isEmpty(): boolean {
    return this.#jobs.size === 0;
  }

  add(entry: Entry, now: number): void {
    if (this.isEmpty) this.servedAt = now;
    const job = this.#jobOf(entry.task.jobId);
    job.waiting += 1;
    job.toppedAt = entry.toppedAt;
    placeOf(entry, job).add(entry);
  }

  /** False where it was not waiting. */
  remove(entry: Entry): boolean {
    const job = this.#jobs.get(entry.task.jobId);
    if (job === undefined || !extract(entry, job)) return false;
    job.waiting -= 1;
    if (job.waiting === 0) this.#jobs.delete(entry.task.jobId);
    return true;
  }

  /** Like {@link remove}, and its job has had its turn: what was moved to the top is outside of turns. */
  take(entry: Entry, now: number): boolean {
    const job = this.#jobs.get(entry.task.jobId);
    if (job === undefined || !this.remove(entry)) return false;
    const inTurn = entry.move === null && job.toppedAt === null;
    if (inTurn) this.#turnMs = job.servedMs;
    const chargedMs = inTurn ? entry.orderMs : 0;
    job.servedMs += chargedMs;
    entry.turn = { priority: entry.priority, classServedAt: this.servedAt, chargedMs };
    this.servedAt = now;
    return true;
  }

  /** The entry's turn came to nothing. A job that has left meanwhile begins again where that turn began. */
  refund({ task, turn }: Entry): void {
    const job = this.#jobs.get(task.jobId);
    if (job !== undefined) job.servedMs -= turn.chargedMs;
  }

  /** Moves a task to the top; one that does not wait now, for when it comes back. */
  moveToTop(entry: Entry, move: number): void {
    const job = this.#jobs.get(entry.task.jobId);
    const waited = job !== undefined && extract(entry, job);
    entry.move = move;
    if (waited) placeOf(entry, job).add(entry);
  }

  moveJobToTop(jobId: Id, at: number): void {
    const job = this.#jobs.get(jobId);
    if (job !== undefined) job.toppedAt = at;
  }

  /** Takes a job over from another class, whole: as fast for 100,000 tasks as for one. It takes turns here as a newcomer. */
  takeOver(jobId: Id, from: PriorityClass, now: number): void {
    const job = from.#jobs.get(jobId);
    if (job === undefined) return;
    from.#jobs.delete(jobId);
    if (this.isEmpty) this.servedAt = now;
    if (this.#jobs.has(jobId))
      for (const entries of [job.entries, ...job.moved.values()]) for (const entry of entries) this.add(entry, now);
    else this.#jobs.set(jobId, { ...job, servedMs: this.#turnMs });
  }

  /** All waiting tasks in the order in which they are due. */
  *due(): Generator<Entry> {
    const jobs = [...this.#jobs.values()];
    const moves = jobs.flatMap(({ moved }) => [...moved]).sort(([a], [b]) => a - b);
    for (const [, entries] of moves) yield* entries;
    for (const { entries } of jobs.sort(inTurn)) yield* entries;
  }

  /** What is due together with a waiting entry: tasks of its job, and of its move where it was moved. */
  dueWith({ task, move }: Entry): Iterable<Entry> {
    const job = this.#jobs.get(task.jobId);
    return (move === null ? job?.entries : job?.moved.get(move)) ?? [];
  }

  #jobOf(jobId: Id): JobQueue {
    let job = this.#jobs.get(jobId);
    if (job === undefined) {
      job = { entries: new SortedEntries(), moved: new Map(), waiting: 0, servedMs: this.#turnMs, toppedAt: null };
      this.#jobs.set(jobId, job);
    }
    return job;
  }
}

/** Where an entry of a job belongs. */
function placeOf({ move }: Entry, { entries, moved }: JobQueue): SortedEntries {
  if (move === null) return entries;
  const place = moved.get(move) ?? new SortedEntries();
  moved.set(move, place);
  return place;
}

/** Takes an entry out of its place. False where it was not there. */
function extract(entry: Entry, job: JobQueue): boolean {
  const place = placeOf(entry, job);
  const found = place.remove(entry);
  if (entry.move !== null && place.size === 0) job.moved.delete(entry.move);
  return found;
}

/** Jobs moved to the top first, by when that was; the others by what they have had. */
function inTurn(a: JobQueue, b: JobQueue): number {
  const [first, second] = [a.toppedAt ?? Number.POSITIVE_INFINITY, b.toppedAt ?? Number.POSITIVE_INFINITY];
  return first === second ? a.servedMs - b.servedMs : first - second;
}
