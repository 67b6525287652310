import type { JobView } from "@pixelmill/core";
import type { JobUploads } from "../upload/uploads.ts";
import { jobMessages as text } from "./messages.ts";

/** The job's state in words. To the page that sends the files it is at work, where to others it waits for them. */
export function stateText({ state }: Pick<JobView, "state">, { byTask, pending }: JobUploads): string {
  if (state !== "open" || byTask.size === 0) return text.states[state];
  return pending > 0 ? text.uploadingState : text.states.sealed;
}
