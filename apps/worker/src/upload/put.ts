import { ok, uploadRequest } from "@pixelmill/core";
import { sendJson } from "../http/reply.ts";
import type { HttpDependencies, Route } from "../http/route.ts";
import { validate } from "../http/validate.ts";
import { receiveBody } from "./receive.ts";
import { announcedBytes, bodyOf } from "./requestBody.ts";

/**
 * `PUT /api/v1/jobs/:jobId/files/:taskId?path=…`: one file in one request. 201 with the new task; 200 with the task that
 * is there already, so that a repeated upload does no harm.
 */
export const putRoute = (dependencies: HttpDependencies): Route => ({
  methods: ["PUT"],
  path: "/api/v1/jobs/:jobId/files/:taskId",
  handle: async ({ req, res, url, owner, params }) => {
    const upload = validate(uploadRequest, { ...params, path: url.searchParams.get("path") ?? "" });
    if (!upload.ok) return upload;
    const body = { bytes: bodyOf(req), announcedBytes: announcedBytes(req) };
    const received = await receiveBody(dependencies, owner, upload.value, body);
    if (!received.ok) return received;
    sendJson(res, received.value.kind === "new" ? 201 : 200, received.value.task);
    return ok(null);
  },
});
