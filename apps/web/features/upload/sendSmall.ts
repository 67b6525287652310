import { answerOf, noAnswer } from "./answer.ts";
import type { SendFile, UploadItem } from "./uploadState.ts";

/** One PUT of the whole file. XMLHttpRequest, since fetch does not tell how much was sent. */
export const sendSmall: SendFile = (item, { signal, onProgress }) =>
  new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    xhr.open("PUT", uploadUrl(item));
    xhr.setRequestHeader("content-type", "application/octet-stream");
    xhr.upload.onprogress = ({ loaded }) => onProgress(loaded);
    xhr.onload = () => resolve(answerOf(xhr.status, xhr.responseText));
    xhr.onerror = () => resolve(noAnswer(item));
    xhr.onabort = () => resolve(answerOf(0, ""));
    xhr.onloadend = () => signal.removeEventListener("abort", abort);
    signal.addEventListener("abort", abort);
    xhr.send(item.file);
  });

const uploadUrl = ({ jobId, taskId, path }: UploadItem): string =>
  `/api/v1/jobs/${jobId}/files/${taskId}?path=${encodeURIComponent(path)}`;
