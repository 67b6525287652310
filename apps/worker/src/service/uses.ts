import type { Id } from "@pixelmill/core";

/**
 * What is in use right now, so that nothing is deleted under somebody's hands: requests that bring or take files of a job. Known while
 * running only.
 */
export class Uses {
  /** Requests that are under way, by job. */
  readonly #requests = new Map<Id, number>();
  /** Jobs that are being deleted since they have expired: nothing of them begins any more. */
  readonly #expiring = new Set<Id>();
  /** When a file was last announced for a job that takes files, or brought, Unix time in milliseconds. */
  readonly #touchedAt = new Map<Id, number>();

  /** A request of a job begins; the returned function ends it. The job may be unknown. */
  begin(jobId: Id): () => void {
    this.#requests.set(jobId, this.#count(jobId) + 1);
    return () => {
      const left = this.#count(jobId) - 1;
      if (left > 0) this.#requests.set(jobId, left);
      else this.#requests.delete(jobId);
      if (this.#touchedAt.has(jobId)) this.#touchedAt.set(jobId, Date.now());
    };
  }

  /** A request of a job that lasts as long as some work. */
  async during<T>(jobId: Id, work: () => Promise<T>): Promise<T> {
    const end = this.begin(jobId);
    try {
      return await work();
    } finally {
      end();
    }
  }

  isUsed(jobId: Id): boolean {
    return this.#requests.has(jobId);
  }

  /** A file was announced for the job. */
  touch(jobId: Id): void {
    this.#touchedAt.set(jobId, Date.now());
  }

  /** Null where none was since the service started. */
  touchedAt(jobId: Id): number | null {
    return this.#touchedAt.get(jobId) ?? null;
  }

  /** The job takes no more files. */
  closed(jobId: Id): void {
    this.#touchedAt.delete(jobId);
  }

  /** Bars the job for `deletion`; false, and nothing is done, where it is in use. */
  async expire(jobId: Id, deletion: () => Promise<void>): Promise<boolean> {
    if (this.isUsed(jobId) || this.#expiring.has(jobId)) return false;
    this.#expiring.add(jobId);
    try {
      await deletion();
      return true;
    } finally {
      this.#expiring.delete(jobId);
      this.#touchedAt.delete(jobId);
    }
  }

  isExpiring(jobId: Id): boolean {
    return this.#expiring.has(jobId);
  }

  #count(jobId: Id): number {
    return this.#requests.get(jobId) ?? 0;
  }
}
