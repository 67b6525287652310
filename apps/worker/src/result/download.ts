import { fail, failure, taskRequest } from "@pixelmill/core";
import type { HttpDependencies, Route } from "../http/route.ts";
import { sendFile } from "./sendFile.ts";

/** `GET` or `HEAD /api/v1/jobs/:jobId/files/:taskId/result`: the file of one ended task, or a range of it. */
export const downloadRoute = ({ service, blobs }: HttpDependencies): Route => ({
  methods: ["GET", "HEAD"],
  path: "/api/v1/jobs/:jobId/files/:taskId/result",
  handle: async ({ req, res, owner, params }) => {
    const request = taskRequest.safeParse(params);
    if (!request.success) return fail(failure("notFound"));
    const file = await service.deliveredFile(owner, request.data.jobId, request.data.taskId);
    return file.ok ? sendFile(req, res, file.value, blobs) : file;
  },
});
