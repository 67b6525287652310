import type { Id } from "@pixelmill/core";

export const jobPath = (jobId: Id): string => `/jobs/${jobId}`;

/** `position`: the output's place among those of its file, from 0. */
export const resultUrl = (jobId: Id, taskId: Id, position: number): string =>
  `/api/v1/jobs/${jobId}/files/${taskId}/result${position === 0 ? "" : `/${position}`}`;

export const reportUrl = (jobId: Id): string => `/api/v1/jobs/${jobId}/report`;

export const zipUrl = (jobId: Id): string => `/api/v1/jobs/${jobId}/zip`;

/** Downloads the results of some tasks as one ZIP: a form, since an address cannot hold thousands of ids. */
export function downloadSelected(jobId: Id, taskIds: readonly Id[]): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = zipUrl(jobId);
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "tasks";
  field.value = taskIds.join(",");
  form.append(field);
  document.body.append(form);
  form.submit();
  form.remove();
}
