import { setImmediate } from "node:timers/promises";
import { type Id, ok, type Result, type TaskView } from "@pixelmill/core";
import type { Owner, Service } from "../service/service.ts";

/** Some of a job's tasks. */
export interface Selection {
  readonly jobId: Id;
  /** Null: all. */
  readonly taskIds: readonly Id[] | null;
}

/** Tasks read at a time. */
const pageSize = 1000;

/** The selected tasks of a job, in order of arrival. */
export async function readTasks(service: Service, owner: Owner, { jobId, taskIds }: Selection): Promise<Result<TaskView[]>> {
  const wanted = taskIds === null ? null : new Set(taskIds);
  const tasks: TaskView[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const page = await service.tasks(owner, { jobId, offset, limit: pageSize });
    if (!page.ok) return page;
    tasks.push(...page.value.filter(({ id }) => wanted === null || wanted.has(id)));
    if (page.value.length < pageSize) return ok(tasks);
    // Reading holds the event loop: others are served between two pages.
    await setImmediate();
  }
}
