import { fail, failure, jobRequest, ok, type Result } from "@pixelmill/core";
import type { Exchange, HttpDependencies, Route } from "../http/route.ts";
import { type ExtraFileName, extraFiles } from "./extraFiles.ts";
import { readTasks } from "./jobTasks.ts";
import { downloadHeaders } from "./sendFile.ts";

/**
 * `GET /api/v1/jobs/:jobId/manifest.csv` and `…/manifest.json`: what became of every file so far. `…/pictures.html`: the HTML that
 * shows each image in one of its files; `resultNotReady` where no image has several.
 */
export const extraFileRoutes = (dependencies: HttpDependencies): readonly Route[] =>
  (Object.keys(extraFiles) as ExtraFileName[]).map((name) => ({
    methods: ["GET", "HEAD"],
    path: `/api/v1/jobs/:jobId/${name}`,
    handle: (exchange) => answer(exchange, dependencies, name),
  }));

async function answer(
  { req, res, owner, params }: Exchange,
  { service }: HttpDependencies,
  name: ExtraFileName,
): Promise<Result<null>> {
  const request = jobRequest.safeParse(params);
  if (!request.success) return fail(failure("notFound"));
  const { jobId } = request.data;
  const tasks = await readTasks(service, owner, { jobId, taskIds: null });
  if (!tasks.ok) return tasks;
  const { mimeType, make } = extraFiles[name];
  const text = make(tasks.value);
  if (text === null) return fail(failure("resultNotReady"));
  const body = Buffer.from(text);
  res.writeHead(200, {
    ...downloadHeaders(`pixelmill-${jobId.slice(0, 8)}-${name}`, mimeType),
    "Cache-Control": "private, no-cache",
    "Content-Length": body.length,
  });
  res.end(req.method === "HEAD" ? undefined : body);
  return ok(null);
}
