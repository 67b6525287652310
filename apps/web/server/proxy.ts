import { Agent, type ClientRequest, type IncomingMessage, request, type ServerResponse } from "node:http";
import { failure, isRetryable } from "@pixelmill/core";
import { endToEndHeaders } from "./headers.ts";

/** Longest silence of a client that still has to send what nobody wants, in milliseconds; after it the connection is cut. */
const silenceMs = 120_000;

/** Where the worker listens; always on loopback. */
export interface Upstream {
  readonly port: number;
  readonly agent: Agent;
}

/** Tells the worker whose request it is: what the client itself says is left out. Lower case. */
export const clientAddressHeader = "x-forwarded-for";

/** IP address of the client, or of the proxy before this server. */
export const addressOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? "";

/** The worker's address with a pool of kept connections. Without a limit, as a slow download must not hold up an upload. */
export const upstreamAt = (port: number): Upstream => ({ port, agent: new Agent({ keepAlive: true }) });

/**
 * Pipes one request to the worker and its answer back, both streaming with backpressure and nothing held in memory.
 * Either side's end ends the other. A worker that cannot be reached is answered with 502 and the code `unavailable`.
 */
export function pipeToWorker({ port, agent }: Upstream, req: IncomingMessage, res: ServerResponse): void {
  const outgoing = request({
    host: "127.0.0.1",
    port,
    agent,
    path: req.url,
    method: req.method,
    headers: requestHeaders(req),
    setHost: false,
  });

  res.on("close", () => {
    if (!res.writableFinished) outgoing.destroy();
  });
  req.on("error", () => outgoing.destroy());
  outgoing.on("response", (answer) => {
    sendAnswer(answer, res);
    // The worker may refuse an upload before it has read it: the rest then goes nowhere.
    answer.on("end", () => {
      if (outgoing.writableFinished) return;
      drain(req, outgoing);
      outgoing.destroy();
    });
  });
  outgoing.on("error", () => {
    drain(req, outgoing);
    if (!res.headersSent) sendUnavailable(res);
  });
  req.pipe(outgoing);
}

function sendAnswer(answer: IncomingMessage, res: ServerResponse): void {
  res.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? "", endToEndHeaders(answer.rawHeaders));
  // An event stream may say nothing for a while: its headers go out at once. Others go out with what follows, in one packet.
  if (answer.headers["content-length"] === undefined) res.flushHeaders();
  // Node's pipeline would do the same, but takes a third of this server's time to make an AbortError for every stream that ended well.
  answer.on("error", () => {});
  answer.once("close", () => {
    if (!answer.complete) res.destroy();
  });
  answer.pipe(res);
}

/** Reads the rest of a body that nobody wants, so that the client gets to read its answer. */
function drain(req: IncomingMessage, outgoing: ClientRequest): void {
  req.unpipe(outgoing);
  if (req.readableEnded || req.destroyed) return;
  req.setTimeout(silenceMs, () => req.destroy());
  req.once("end", () => req.setTimeout(0));
  req.resume();
}

function requestHeaders(req: IncomingMessage): string[] {
  const headers = [...endToEndHeaders(req.rawHeaders, [clientAddressHeader]), clientAddressHeader, addressOf(req)];
  // A body without a length is passed on as one: Node would otherwise send none for GET and DELETE.
  return req.headers["transfer-encoding"] === undefined ? headers : [...headers, "transfer-encoding", "chunked"];
}

/** 502 with the error body that every endpoint of the service uses. */
function sendUnavailable(res: ServerResponse): void {
  const { code, message } = failure("unavailable");
  const body = JSON.stringify({ error: { code, message, retryable: isRetryable(code) } });
  res.writeHead(502, {
    "content-type": "application/json",
    "cache-control": "no-store",
    "content-length": Buffer.byteLength(body),
  });
  res.end(body);
}
