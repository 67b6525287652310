import type { Id, JobStore, TaskRecord, TaskState } from "@pixelmill/core";

interface PageWish {
  /** Only tasks in these states. Default: all. */
  readonly states?: readonly TaskState[];
  /** Tasks read at a time. Default 1,000. */
  readonly size?: number;
}

/**
 * A job's tasks in order of arrival, a page at a time. Where only some states are asked for, nothing may end between two pages: those
 * behind it would move up.
 */
export async function* taskPages(
  store: Pick<JobStore, "tasks">,
  jobId: Id,
  { states, size = 1000 }: PageWish = {},
): AsyncGenerator<readonly TaskRecord[]> {
  for (let offset = 0; ; offset += size) {
    const page = await store.tasks(jobId, { offset, limit: size, ...(states === undefined ? {} : { states }) });
    yield page;
    if (page.length < size) return;
  }
}
