import { fail, failure, maxOutputs, taskRequest } from "@pixelmill/core";
import * as z from "zod";
import type { Exchange, HttpDependencies, Route } from "../http/route.ts";
import { sendFile } from "./sendFile.ts";

/** `output`: the place of an output among those of its task, from 0; the first where it is left out. */
const downloadRequest = taskRequest.extend({
  output: z
    .string()
    .regex(/^\d{1,2}$/)
    .transform(Number)
    .pipe(z.int().max(maxOutputs - 1))
    .default(0),
});

/**
 * `GET` or `HEAD /api/v1/jobs/:jobId/files/:taskId/result`: the file of one ended task, or a range of it. Of several outputs it is the
 * first; `…/result/:output` gives any, counted from 0 in the order of the job's settings.
 */
export function downloadRoutes(dependencies: HttpDependencies): readonly Route[] {
  const path = "/api/v1/jobs/:jobId/files/:taskId/result";
  const handle = (exchange: Exchange) => answer(exchange, dependencies);
  return [path, `${path}/:output`].map((each) => ({ methods: ["GET", "HEAD"], path: each, handle }));
}

async function answer({ req, res, owner, params }: Exchange, { service, blobs, config }: HttpDependencies) {
  const request = downloadRequest.safeParse(params);
  if (!request.success) return fail(failure("notFound"));
  const file = await service.deliveredFile(owner, request.data);
  return file.ok ? sendFile(req, res, file.value, { blobs, stallMs: config.downloadStallMs }) : file;
}
