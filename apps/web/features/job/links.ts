import type { Id, Locale } from "@pixelmill/core";

export const jobPath = (jobId: Id): string => `/jobs/${jobId}`;

/** The job's page with its settings open, to be changed. */
export const settingsPath = (jobId: Id): string => `${jobPath(jobId)}${settingsHash}`;

export const settingsHash = "#settings";

/** `position`: the output's place among those of its file, from 0. */
export const resultUrl = (jobId: Id, taskId: Id, position: number): string =>
  `/api/v1/jobs/${jobId}/files/${taskId}/result${position === 0 ? "" : `/${position}`}`;

/** A job's report in a language. */
export const reportUrl = (jobId: Id, locale: Locale): string => `/api/v1/jobs/${jobId}/report?language=${locale}`;

export const manifestUrl = (jobId: Id): string => `/api/v1/jobs/${jobId}/manifest.csv`;

/** All results of a job as one ZIP; `several`: each image became several files, whose HTML comes with them. */
export const zipUrl = (jobId: Id, several: boolean): string => `/api/v1/jobs/${jobId}/zip${several ? "?pictures=1" : ""}`;

/** Downloads the results of some tasks as one ZIP: a form, since an address cannot hold thousands of ids. */
export function downloadSelected(jobId: Id, taskIds: readonly Id[], several: boolean): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = zipUrl(jobId, several);
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "tasks";
  field.value = taskIds.join(",");
  form.append(field);
  document.body.append(form);
  form.submit();
  form.remove();
}

/** A picture to be looked at: the source, or an output by its place. */
export const viewUrl = (jobId: Id, taskId: Id, side: "source" | number): string =>
  `/api/v1/jobs/${jobId}/files/${taskId}/view/${side}`;
