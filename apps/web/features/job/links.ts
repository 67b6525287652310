import type { Id } from "@pixelmill/core";

export const jobPath = (jobId: Id): string => `/jobs/${jobId}`;

/** `position`: the output's place among those of its file, from 0. */
export const resultUrl = (jobId: Id, taskId: Id, position: number): string =>
  `/api/v1/jobs/${jobId}/files/${taskId}/result${position === 0 ? "" : `/${position}`}`;

export const reportUrl = (jobId: Id): string => `/api/v1/jobs/${jobId}/report`;

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
