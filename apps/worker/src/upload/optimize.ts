import type { IncomingMessage, ServerResponse } from "node:http";
import { type Encoding, fail, failure, formatBytes, ok } from "@pixelmill/core";
import { createReadStream } from "@pixelmill/native";
import type { HttpDependencies, Route } from "../http/route.ts";
import { validate } from "../http/validate.ts";
import { downloadHeaders, streamInto } from "../result/sendFile.ts";
import type { OneShotAnswer, OneShotWish } from "../service/service.ts";
import { writeNew } from "../store/durableFiles.ts";
import { fieldsOf, optimizeRequest } from "./optimizeRequest.ts";
import { storageFailure } from "./receive.ts";
import { announcedBytes, bodyOf, meter } from "./requestBody.ts";

/**
 * `POST` or `PUT /api/v1/optimize?format=webp&quality=80&resize=width=1920&name=photo.jpg`: one image in, its result out,
 * in one request. What became of it stands in `X-Pixelmill-*` headers. It is no job: nothing of it is left afterwards, or where the
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
    const wish = { path: name, settings, ...receiving(exchange.req, dependencies.config.maxFileBytes) };
    const answer = await dependencies.service.optimizeOnce(wish, abortOnClose(exchange.res));
    if (!answer.ok) return answer;
    if (answer.value !== null) await send(exchange.res, answer.value, dependencies.config.downloadStallMs);
    return ok(null);
  },
});

const noForm = failure("invalidRequest", { reason: "send the image's bytes as the body (curl --data-binary), not as a form." });

/** How the body comes into a file, within the limit. */
function receiving(req: IncomingMessage, maxBytes: number): Pick<OneShotWish, "announcedBytes" | "receive"> {
  const announced = announcedBytes(req);
  const tooLarge = failure("fileTooLarge", { limit: formatBytes(maxBytes) });
  return {
    announcedBytes: announced,
    receive: (file, room) =>
      writeNew(file, meter(bodyOf(req), { maxBytes, tooLarge, expectedBytes: announced, room }).bytes).then(
        () => ok(null),
        storageFailure,
      ),
  };
}

async function send(res: ServerResponse, answer: OneShotAnswer, stallMs: number): Promise<void> {
  try {
    describeResult(res, answer);
    res.writeHead(200, {
      ...downloadHeaders(answer.path, answer.mimeType),
      "Cache-Control": "no-store",
      "Content-Length": answer.result.output.bytes,
    });
    await streamInto(res, createReadStream(answer.file), stallMs);
  } finally {
    await answer.remove();
  }
}

/** Aborts when the connection closes before the answer is sent. */
function abortOnClose(res: ServerResponse): AbortSignal {
  const controller = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}

function describeResult(res: ServerResponse, { result, sourceBytes, encodeMs }: OneShotAnswer): void {
  const { output, warnings } = result;
  res.setHeader("X-Pixelmill-Status", result.status);
  if (result.status === "keptOriginal") res.setHeader("X-Pixelmill-Reason", result.reason);
  res.setHeader("X-Pixelmill-Source-Bytes", sourceBytes);
  res.setHeader("X-Pixelmill-Output-Bytes", output.bytes);
  res.setHeader("X-Pixelmill-Width", output.width);
  res.setHeader("X-Pixelmill-Height", output.height);
  if (warnings.length > 0) res.setHeader("X-Pixelmill-Warnings", warnings.join(","));
  if (encodeMs !== null) res.setHeader("X-Pixelmill-Encode-Ms", Math.round(encodeMs));
  if (result.status === "optimized" && result.encoding !== undefined) describeEncoding(res, result.encoding);
}

function describeEncoding(res: ServerResponse, { encoder, quality, encodes, score }: Encoding): void {
  res.setHeader("X-Pixelmill-Encoder", encoder);
  if (quality !== null) res.setHeader("X-Pixelmill-Quality", quality);
  res.setHeader("X-Pixelmill-Encodes", encodes);
  if (score !== null) res.setHeader("X-Pixelmill-Score", score.toFixed(2));
}
