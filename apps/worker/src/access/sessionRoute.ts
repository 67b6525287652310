import type { IncomingMessage, ServerResponse } from "node:http";
import { ok, type Result } from "@pixelmill/core";
import type { Access } from "./access.ts";

/** The one path that is open to everyone: it tells nothing but whether the caller may come in. */
export const sessionPath = "/api/v1/session";

/**
 * `GET /api/v1/session`: 204 where the caller may come in, 401 where not. `?token=T` starts a session and leads to the
 * start page; `?start=1` gives a caller who may come in without one a session of their own.
 */
export function answerSession(req: IncomingMessage, res: ServerResponse, url: URL, access: Access): Result<null> {
  const token = url.searchParams.get("token");
  const hasSession = access.sessionOf(req) !== null;
  if (token !== null) {
    const admitted = access.admit(req, token);
    if (!admitted.ok) return admitted;
    res.writeHead(303, { Location: "/", ...(hasSession ? {} : { "Set-Cookie": access.newSession() }) }).end();
    return ok(null);
  }
  const owner = access.identify(req);
  if (!owner.ok) return owner;
  const start = url.searchParams.get("start") === "1" && !hasSession && req.headers.authorization === undefined;
  res.writeHead(204, start ? { "Set-Cookie": access.newSession() } : {}).end();
  return ok(null);
}
