import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import { fail, failure, type Id, idFromBytes, isDelivered, ok, type Result, type TaskView } from "@pixelmill/core";
import type { Exchange, HttpDependencies, Route } from "../http/route.ts";
import { validate } from "../http/validate.ts";
import { sendFile } from "../result/sendFile.ts";
import { fieldsOf, optimizeRequest } from "./optimizeRequest.ts";
import { receiveBody } from "./receive.ts";
import { announcedBytes, bodyOf } from "./requestBody.ts";

/**
 * `POST` or `PUT /api/v1/optimize?format=webp&quality=80&resize=width=1920&name=photo.jpg`: one image in, its result out,
 * in one request. What became of it stands in `X-Pixelmill-*` headers. The job is gone afterwards, and at once where the
 * client leaves.
 */
export const optimizeRoute = (dependencies: HttpDependencies): Route => ({
  methods: ["POST", "PUT"],
  path: "/api/v1/optimize",
  handle: async (exchange) => {
    const request = validate(optimizeRequest, fieldsOf(exchange.url.searchParams));
    if (!request.ok) return request;
    if (/^multipart\//i.test(exchange.req.headers["content-type"] ?? "")) return fail(noForm);
    const { name, settings } = request.value;
    const job = await dependencies.service.createJob(exchange.owner, { settings, priority: "interactive" });
    try {
      return await optimizeInJob(exchange, job.id, name, dependencies);
    } finally {
      await dependencies.service.deleteJob(exchange.owner, job.id);
    }
  },
});

const noForm = failure("invalidRequest", { reason: "send the image's bytes as the body (curl --data-binary), not as a form." });

async function optimizeInJob(
  { req, res, owner }: Exchange,
  jobId: Id,
  path: string,
  dependencies: HttpDependencies,
): Promise<Result<null>> {
  const { service, blobs } = dependencies;
  const leaving = abortOnClose(res);
  const upload = { jobId, taskId: idFromBytes(randomBytes(16)), path };
  const body = { bytes: bodyOf(req), announcedBytes: announcedBytes(req) };
  const received = await receiveBody(dependencies, owner, upload, body);
  if (!received.ok) return received;
  await service.sealJob(owner, jobId);
  const task = await endOf(service.taskEnded(upload.taskId, leaving), leaving);
  if (task === null) return ok(null);
  const file = await service.deliveredFile(owner, { jobId, taskId: upload.taskId, output: 0 });
  if (!file.ok) return file;
  describeResult(res, task);
  return sendFile(req, res, file.value, blobs);
}

/** Aborts when the connection closes before the answer is sent. */
function abortOnClose(res: ServerResponse): AbortSignal {
  const controller = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** The ended task; null where the client left meanwhile. */
async function endOf(ended: Promise<TaskView>, leaving: AbortSignal): Promise<TaskView | null> {
  try {
    return await ended;
  } catch (error) {
    if (leaving.aborted) return null;
    throw error;
  }
}

function describeResult(res: ServerResponse, { outputs, sourceBytes, encodeMs }: TaskView): void {
  const result = outputs[0]?.result;
  if (result === undefined || !isDelivered(result)) return;
  const { output, warnings } = result;
  res.setHeader("X-Pixelmill-Status", result.status);
  if (result.status === "keptOriginal") res.setHeader("X-Pixelmill-Reason", result.reason);
  res.setHeader("X-Pixelmill-Source-Bytes", sourceBytes);
  res.setHeader("X-Pixelmill-Output-Bytes", output.bytes);
  res.setHeader("X-Pixelmill-Width", output.width);
  res.setHeader("X-Pixelmill-Height", output.height);
  if (warnings.length > 0) res.setHeader("X-Pixelmill-Warnings", warnings.join(","));
  if (encodeMs !== null) res.setHeader("X-Pixelmill-Encode-Ms", Math.round(encodeMs));
}
