import type { JobView, TaskView } from "@pixelmill/core";
import type { Words } from "../../lib/i18n/words.ts";
import { settingsSummary } from "../settings/settingsSummary.ts";
import { settingsOfTask } from "./outdated.ts";

/** What a file is made under, in words; null where that is what its job says. */
export function ownSettingsText(job: JobView, task: TaskView | undefined, words: Words): string | null {
  if (task === undefined || task.revision === job.revision) return null;
  return words.t("revise.own", { settings: settingsSummary(settingsOfTask(job, task), words).join(", ") });
}
