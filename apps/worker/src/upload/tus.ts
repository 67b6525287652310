import type { IncomingMessage } from "node:http";
import { failure, ok, type Result, uploadRequest } from "@pixelmill/core";
import type { ServerOptions, Upload } from "@tus/server";
import type { HttpDependencies, Route } from "../http/route.ts";
import { validate } from "../http/validate.ts";
import { FailureError } from "../router/failureError.ts";
import type { Owner } from "../service/service.ts";
import { announced, UploadFinisher } from "./finishUpload.ts";
import { cutWhereSilent } from "./requestBody.ts";
import { TusServer, tusErrorResponse } from "./tusServer.ts";
import { UploadLocks } from "./uploadLocks.ts";
import { markReceived, UploadStore, uploadsDir } from "./uploadStore.ts";

type TusRequest = Parameters<NonNullable<ServerOptions["onUploadCreate"]>>[0];

/**
 * Resumable uploads (tus 1.0.0) at `/api/v1/uploads`, for files that are too large to be sent again from the start. The
 * metadata `jobId`, `taskId` and `path` say what a PUT says in its address. Only the owner who began one can go on.
 */
export function tusRoutes(dependencies: HttpDependencies): readonly Route[] {
  const path = "/api/v1/uploads";
  const owners = new WeakMap<IncomingMessage, Owner>();
  const server = createTusServer(path, dependencies, (req) => ownerOf(owners, req));
  const handle: Route["handle"] = async ({ req, res, owner }) => {
    owners.set(req, owner);
    const heard = cutWhereSilent(req);
    await server.handle(req, res).finally(heard);
    return ok(null);
  };
  return [
    { methods: ["POST"], path, handle },
    { methods: ["HEAD", "PATCH", "DELETE"], path: `${path}/:uploadId`, handle },
  ];
}

function createTusServer(path: string, dependencies: HttpDependencies, owner: (req: TusRequest) => Owner): TusServer {
  const store = new UploadStore(
    uploadsDir(dependencies.dataDir),
    dependencies.config.uploadsKeepMs,
    dependencies.service.uploadRooms,
  );
  const finisher = new UploadFinisher(store, dependencies);
  const finish = async (req: TusRequest, upload: Upload) => unwrap(await finisher.finish(owner(req), upload));
  return new TusServer({
    path,
    datastore: store,
    locker: new UploadLocks(),
    relativeLocation: true,
    getFileIdFromRequest: (_, id) => (id !== undefined && /^[0-9a-f]{32}$/.test(id) ? id : undefined),
    onUploadCreate: async (req, upload) => ({ metadata: await admit(dependencies, owner(req), upload) }),
    onIncomingRequest: async (req, id) => {
      if (req.method === "POST") return;
      const upload = await store.getUpload(id);
      // To others the upload does not exist.
      if (upload.metadata?.owner !== owner(req)) throw new FailureError(failure("notFound"));
      if (req.method === "PATCH") incomingOf(req).once("close", dependencies.service.use(upload.metadata.jobId ?? ""));
      // Whole, yet no task: the process died before it could make one. The client sees that all bytes are here and
      // will send nothing more, so this is the moment.
      if (req.method === "HEAD" && upload.offset === upload.size) await finish(req, upload);
    },
    onUploadFinish: async (req, upload) => {
      await finish(req, upload);
      return {};
    },
    onResponseError: (_, error) => tusErrorResponse(error, dependencies.log),
  });
}

/** The metadata of a new upload that its job takes. One whose task is here already is received before it begins. */
async function admit({ service }: HttpDependencies, owner: Owner, upload: Upload): Promise<Record<string, string | null>> {
  const announcement = unwrap(validate(uploadRequest, announced(upload)));
  const admitted = unwrap(await service.admitUpload(owner, announcement, upload.size ?? null));
  const metadata = { ...announcement, owner };
  if (admitted.kind === "existing") return markReceived(metadata);
  service.uploadRooms.keep(upload.id, admitted.room);
  return metadata;
}

// tus hands its hooks a web request with Node's own inside.
function incomingOf(req: TusRequest): IncomingMessage {
  const incoming = req.runtime?.node?.req;
  if (incoming === undefined) throw new Error("a tus request without a request");
  return incoming as IncomingMessage;
}

function ownerOf(owners: WeakMap<IncomingMessage, Owner>, req: TusRequest): Owner {
  const owner = owners.get(incomingOf(req));
  if (owner === undefined) throw new Error("a tus request without an owner");
  return owner;
}

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new FailureError(result.error);
  return result.value;
}
