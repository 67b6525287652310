import { fail, failure, maxOutputs, taskRequest } from "@pixelmill/core";
import * as z from "zod";
import type { Exchange, HttpDependencies, Route } from "../http/route.ts";
import { sendFile } from "./sendFile.ts";

/** `side`: `source`, or the place of an output among those of its task, from 0. */
const viewRequest = taskRequest.extend({
  side: z.union([
    z.literal("source"),
    z
      .string()
      .regex(/^\d{1,2}$/)
      .transform(Number)
      .pipe(z.int().max(maxOutputs - 1)),
  ]),
});

/**
 * `GET` or `HEAD /api/v1/jobs/:jobId/files/:taskId/view/:side`: a picture to be looked at, the source's or that of one of its results, or a
 * range of it. It is the file itself where browsers show it, else a preview: a PNG of the same pixels, fewer where there are very many.
 * `?preview=1` asks for the preview in any case: of a file that a browser turns out not to show.
 */
export const viewRoute = (dependencies: HttpDependencies): Route => ({
  methods: ["GET", "HEAD"],
  path: "/api/v1/jobs/:jobId/files/:taskId/view/:side",
  handle: (exchange) => answer(exchange, dependencies),
});

async function answer({ req, res, url, owner, params }: Exchange, { service, blobs, config }: HttpDependencies) {
  const request = viewRequest.safeParse(params);
  if (!request.success) return fail(failure("notFound"));
  const leaving = new AbortController();
  res.once("close", () => leaving.abort());
  const preview = url.searchParams.get("preview") === "1";
  const file = await service.shownFile(owner, { ...request.data, preview }, leaving.signal);
  return file.ok ? sendFile(req, res, file.value, { blobs, stallMs: config.downloadStallMs }) : file;
}
