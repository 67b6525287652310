import type { Failure } from "@pixelmill/core";
import { failure } from "@pixelmill/core";
import { Server } from "@tus/server";
import type { Logger } from "pino";
import { failureBody } from "../http/reply.ts";
import { statusOf } from "../http/status.ts";
import { expectedFailure } from "../router/failureError.ts";

/** tus as this service speaks it: no CORS headers, and errors in the form of every other endpoint. */
export class TusServer extends Server {
  constructor(options: ConstructorParameters<typeof Server>[0]) {
    super(options);
    for (const handler of Object.values(this.handlers)) {
      const send = handler.send.bind(handler);
      handler.send = (req, context, headers) => send(req, context, withoutCors(headers));
    }
  }

  override write(...[context, headers, status, body]: Parameters<Server["write"]>): ReturnType<Server["write"]> {
    if (status < 400) return super.write(context, withoutCors(headers), status, body);
    const text = isJson(body) ? body : JSON.stringify(failureBody(protocolFailure(status, body)));
    headers.set("Content-Type", "application/json; charset=utf-8");
    return super.write(context, withoutCors(headers), status, text);
  }
}

/** Status and body of an error on its way out of tus: an expected failure, one of tus's own, or a bug. */
export function tusErrorResponse(error: unknown, log: Logger): { status_code: number; body: string } {
  if (isTusError(error)) {
    return { status_code: error.status_code, body: JSON.stringify(failureBody(protocolFailure(error.status_code, error.body))) };
  }
  const expected = expectedFailure(error) ?? failure("internal");
  if (expected.code === "internal") log.error({ err: error }, "an upload failed");
  return { status_code: statusOf(expected.code), body: JSON.stringify(failureBody(expected)) };
}

/** An error that the protocol itself knows, such as a wrong offset; tus throws them as plain objects. */
function protocolFailure(status: number, text = ""): Failure {
  if (status === 404 || status === 410) return failure("notFound");
  if (status >= 500) return failure("unavailable");
  return failure("invalidRequest", { reason: text.trim() });
}

function withoutCors(headers: Headers = new Headers()): Headers {
  for (const name of [...headers.keys()]) if (name.startsWith("access-control-")) headers.delete(name);
  return headers;
}

const isJson = (body = ""): boolean => body.startsWith("{");

const isTusError = (error: unknown): error is { readonly status_code: number; readonly body: string } =>
  typeof error === "object" && error !== null && "status_code" in error && "body" in error;
