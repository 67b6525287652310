import { ok, type Result } from "@pixelmill/core";
import type { DetailedError } from "tus-js-client";
import { answerOf, noAnswer } from "./answer.ts";
import { resumePoints } from "./resumePoints.ts";
import type { SendFile, UploadItem } from "./uploadState.ts";

/** A resumable upload (tus): a cut one goes on where the server's copy ends, after a reload too. */
export const sendLarge: SendFile = async (item, { signal, onProgress }) => {
  // Loaded with the first large file: most jobs have none.
  const tus = await import("tus-js-client").catch(() => null);
  if (tus === null) return answerOf(0, "");
  return new Promise((resolve) => {
    const upload = new tus.Upload(item.file, {
      endpoint: "/api/v1/uploads",
      uploadUrl: resumePoints.read(item)?.url ?? null,
      metadata: { jobId: item.jobId, taskId: item.taskId, path: item.path },
      // The queue repeats, and resume points are kept by job: tus-js-client would mix up two jobs with the same file.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onProgress,
      onUploadUrlAvailable: () => upload.url && resumePoints.write(item, { taskId: item.taskId, url: upload.url }),
      onSuccess: () => {
        resumePoints.remove(item);
        resolve(ok(null));
      },
      onError: (error) => resolve(resultOf(error, item)),
    });
    signal.addEventListener("abort", () => {
      void upload.abort();
      resolve(answerOf(0, ""));
    });
    upload.start();
  });
};

function resultOf(error: Error | DetailedError, item: UploadItem): Result<null> | Promise<Result<null>> {
  const answer = "originalResponse" in error ? error.originalResponse : null;
  return answer === null ? noAnswer(item) : answerOf(answer.getStatus(), answer.getBody());
}
