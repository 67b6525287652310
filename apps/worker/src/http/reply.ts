import type { IncomingMessage, ServerResponse } from "node:http";
import { type Failure, isRetryable } from "@pixelmill/core";
import { retryAfterSeconds, statusOf } from "./status.ts";

/** How long the rest of a refused body is read, in milliseconds, so that its sender gets to see the answer. */
const drainMs = 30_000;

/** Sends a value as JSON. */
export function sendJson(res: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value);
  res.writeHead(status, { "Content-Type": "application/json; charset=utf-8", "Content-Length": Buffer.byteLength(body) });
  res.end(res.req.method === "HEAD" ? undefined : body);
}

/** A failure in the form every endpoint sends it. */
export const failureBody = ({ code, message }: Failure) => ({ error: { code, message, retryable: isRetryable(code) } });

/** Sends a failure with its status; where the answer has begun already, all that is left is to cut the connection. */
export function sendFailure(res: ServerResponse, failure: Failure, status = statusOf(failure.code)): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  for (const name of res.getHeaderNames()) if (!keptHeaders.has(name)) res.removeHeader(name);
  const seconds = retryAfterSeconds[failure.code];
  if (seconds !== undefined) res.setHeader("Retry-After", seconds);
  sendJson(res, status, failureBody(failure));
}

// Set before any handler runs; all other headers belong to the answer that did not come.
const keptHeaders = new Set(["x-content-type-options", "cross-origin-resource-policy", "cache-control", "content-range"]);

/** Reads the rest of a body into nothing. Cutting it off instead would make its sender see a broken connection, no answer. */
export function drain(req: IncomingMessage): void {
  if (req.readableEnded || req.destroyed) return;
  req.resume();
  const timer = setTimeout(() => req.destroy(), drainMs).unref();
  req.once("close", () => clearTimeout(timer));
}
