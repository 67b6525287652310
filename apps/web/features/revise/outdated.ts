import type { JobView, Settings, TaskView } from "@pixelmill/core";
import { isSameSettings } from "../settings/draftOfSettings.ts";

type JobSettings = Pick<JobView, "settings" | "revision" | "otherSettings">;

/** The settings that a task of the job is made under. */
export const settingsOfTask = (job: JobSettings, { revision }: Pick<TaskView, "revision">): Settings =>
  job.otherSettings.find((other) => other.revision === revision)?.settings ?? job.settings;

/** Whether any file of a job may come back in several outputs. */
export const hasSeveralOutputs = ({ settings, otherSettings }: JobSettings): boolean =>
  [settings, ...otherSettings.map((other) => other.settings)].some(({ outputs }) => outputs.length > 1);

/** Numbers of those of a job's settings that ask for the same as these. */
export const revisionsLike = (job: JobSettings, settings: Settings): ReadonlySet<number> =>
  new Set([job, ...job.otherSettings].filter((each) => isSameSettings(each.settings, settings)).map(({ revision }) => revision));

/** How many tasks are made under other settings than those. */
export function countOutdated(tasks: Iterable<Pick<TaskView, "revision">>, current: ReadonlySet<number>): number {
  let count = 0;
  for (const { revision } of tasks) if (!current.has(revision)) count += 1;
  return count;
}
