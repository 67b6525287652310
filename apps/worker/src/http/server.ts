import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { fail, failure, type Result } from "@pixelmill/core";
import { answerSession, sessionPath } from "../access/sessionRoute.ts";
import { expectedFailure } from "../router/failureError.ts";
import { drain, sendFailure } from "./reply.ts";
import type { HttpDependencies, Route } from "./route.ts";
import { createRoutes, findRoute } from "./routes.ts";

const serverOptions = {
  // An upload may take as long as it takes; headers may not.
  requestTimeout: 0,
  headersTimeout: 60_000,
  // Longer than the front door keeps idle connections, so that it never sends into one that is just being closed.
  keepAliveTimeout: 75_000,
  // A path of 4,096 characters of 3 bytes each, percent-encoded, with room for the rest.
  maxHeaderSize: 64 * 1024,
};

/** The worker's HTTP side: tRPC, uploads and downloads behind one guard. It does not listen yet. */
export function createHttpServer(dependencies: HttpDependencies): Server {
  const routes = createRoutes(dependencies);
  return createServer(serverOptions, (req, res) => {
    answer(req, res, routes, dependencies)
      .then((result) => {
        if (!result.ok) sendFailure(res, result.error);
      })
      .catch((error: unknown) => reportBug(error, req, res, dependencies))
      .finally(() => drain(req));
  });
}

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  routes: readonly Route[],
  { access, service }: HttpDependencies,
): Promise<Result<null>> {
  setCommonHeaders(res);
  if (!access.isOwnHost(req.headers.host)) return fail(failure("forbiddenOrigin"));
  const url = parseUrl(req.url ?? "");
  if (url === null) return fail(failure("invalidRequest", { reason: "the address is malformed." }));
  if (url.pathname === sessionPath && req.method === "GET") return answerSession(req, res, url, access);
  const owner = access.identify(req);
  if (!owner.ok) return owner;
  if (!access.isOwnOrigin(req)) return fail(failure("forbiddenOrigin"));
  const found = findRoute(routes, req.method ?? "", url.pathname);
  if (!found.ok) return found;
  const { route, params } = found.value;
  const end = service.use(params.jobId ?? "");
  try {
    return await route.handle({ req, res, url, owner: owner.value, params });
  } finally {
    end();
  }
}

function setCommonHeaders(res: ServerResponse): void {
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  res.setHeader("Cache-Control", "no-store");
}

// Only the path and the query are taken from the request: an address of another host in it must not change the host.
function parseUrl(address: string): URL | null {
  const whole = `http://localhost${address}`;
  return address.startsWith("/") && URL.canParse(whole) ? new URL(whole) : null;
}

function reportBug(error: unknown, req: IncomingMessage, res: ServerResponse, { log }: HttpDependencies): void {
  const expected = expectedFailure(error);
  if (expected !== null) {
    sendFailure(res, expected);
    return;
  }
  if (req.destroyed && !req.complete) {
    log.debug({ err: error, method: req.method }, "the client left in the middle of its request");
    return;
  }
  // The path without its query, which may hold a token.
  log.error({ err: error, method: req.method, path: req.url?.split("?")[0] }, "a request failed");
  sendFailure(res, failure("internal"));
}
