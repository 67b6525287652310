import { type Failure, fail, failure, ok, type Result } from "@pixelmill/core";
import { failureInBody } from "../../lib/failureOf.ts";
import type { UploadItem } from "./uploadState.ts";

/** What an HTTP answer to an upload means. */
export function answerOf(status: number, body: string): Result<null> {
  if (status >= 200 && status < 300) return ok(null);
  return fail(failureInBody(body) ?? failureOfStatus(status));
}

function failureOfStatus(status: number): Failure {
  if (status === 401) return failure("accessTokenRequired");
  return failure(status === 0 || status >= 502 ? "unavailable" : "internal");
}

/** Why no answer came: the network, or a file that is no longer what the user chose. A browser tells these apart in no other way. */
export async function noAnswer({ file }: UploadItem): Promise<Result<null>> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return fail(failure("unavailable"));
  } catch {
    return fail(failure("sourceUnreadable", { reason: "it was moved, changed or deleted after it was chosen." }));
  }
}
