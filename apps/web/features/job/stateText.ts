import type { JobView } from "@pixelmill/core";
import type { Translate } from "../../lib/i18n/words.ts";
import type { JobUploads } from "../upload/uploads.ts";

/** The job's state in words. To the page that sends the files it is at work, where to others it waits for them. */
export function stateText({ state }: Pick<JobView, "state">, { byTask, pending }: JobUploads, t: Translate): string {
  if (state !== "open" || byTask.size === 0) return t(`job.states.${state}`);
  return pending > 0 ? t("job.uploadingState") : t("job.states.sealed");
}
