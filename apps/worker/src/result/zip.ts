import type { ServerResponse } from "node:http";
import { fail, failure, type Id, jobRequest, ok, type Result, tasksRequestUpTo } from "@pixelmill/core";
import { readForm } from "../http/formBody.ts";
import type { Exchange, HttpDependencies, Route } from "../http/route.ts";
import { validate } from "../http/validate.ts";
import type { DeliveredFile, Owner, Service } from "../service/service.ts";
import { type ExtraFile, type ExtraFileName, makeExtras, wantedExtras } from "./extraFiles.ts";
import { readTasks, type Selection } from "./jobTasks.ts";
import { downloadHeaders, streamInto } from "./sendFile.ts";
import { zipStream } from "./zipStream.ts";

/** Bytes of one id in a form: 32 digits and a comma, which is percent-encoded. */
const idBytes = 35;

/** Bytes of a form besides its ids, with room to spare. */
const formBytes = 1000;

interface Wish extends Selection {
  readonly extras: readonly ExtraFileName[];
}

/**
 * `GET /api/v1/jobs/:jobId/zip`: every delivered file. `POST` with the form `tasks=id,id…`: those of the given tasks, at most as
 * many as a job may have.
 * `?manifest=csv` (or `1`) or `json` adds a table of what became of each output, `?pictures=1` the HTML that shows each image in one of
 * its files, where there are several. `resultNotReady` while there is nothing to deliver.
 */
export function zipRoutes(dependencies: HttpDependencies): readonly Route[] {
  const path = "/api/v1/jobs/:jobId/zip";
  return [
    { methods: ["GET"], path, handle: (exchange) => answer(exchange, dependencies, async () => ok(null)) },
    {
      methods: ["POST"],
      path,
      handle: (exchange) => answer(exchange, dependencies, () => selectedTasks(exchange, dependencies)),
    },
  ];
}

async function answer(
  { res, url, owner, params }: Exchange,
  dependencies: HttpDependencies,
  selected: () => Promise<Result<readonly Id[] | null>>,
): Promise<Result<null>> {
  const request = jobRequest.safeParse(params);
  if (!request.success) return fail(failure("notFound"));
  const extras = wantedExtras(url.searchParams);
  if (!extras.ok) return extras;
  const taskIds = await selected();
  if (!taskIds.ok) return taskIds;
  return sendZip(res, owner, { jobId: request.data.jobId, taskIds: taskIds.value, extras: extras.value }, dependencies);
}

async function selectedTasks(
  { req, params }: Exchange,
  { config: { maxFilesPerJob } }: HttpDependencies,
): Promise<Result<readonly Id[]>> {
  const form = await readForm(req, formBytes + idBytes * maxFilesPerJob);
  if (!form.ok) return form;
  const taskIds = (form.value.get("tasks") ?? "").split(",").filter((id) => id !== "");
  const request = validate(tasksRequestUpTo(maxFilesPerJob), { jobId: params.jobId, taskIds });
  return request.ok ? ok(request.value.taskIds) : request;
}

async function sendZip(
  res: ServerResponse,
  owner: Owner,
  wish: Wish,
  { service, blobs, config }: HttpDependencies,
): Promise<Result<null>> {
  const delivered = await service.deliveredFiles(owner, wish.jobId, wish.taskIds);
  if (!delivered.ok) return delivered;
  const files = await Array.fromAsync(delivered.value);
  if (files.length === 0) return fail(failure("resultNotReady"));
  const extras = await readExtras(service, owner, wish, files);
  if (!extras.ok) return extras;
  const zip = zipStream(files, blobs, extras.value);
  try {
    const headers = downloadHeaders(`pixelmill-${wish.jobId.slice(0, 8)}.zip`, "application/zip");
    res.writeHead(200, { ...headers, "Content-Length": zip.bytes });
    await streamInto(res, zip.output, config.downloadStallMs);
  } finally {
    zip.close();
  }
  return ok(null);
}

async function readExtras(
  service: Service,
  owner: Owner,
  wish: Wish,
  files: readonly DeliveredFile[],
): Promise<Result<readonly ExtraFile[]>> {
  if (wish.extras.length === 0) return ok([]);
  const tasks = await readTasks(service, owner, wish);
  return tasks.ok ? ok(makeExtras(wish.extras, tasks.value, new Set(files.map(({ path }) => path)))) : tasks;
}
