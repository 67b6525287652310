import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { askAccess, startSession } from "./access.ts";
import { sendDownPage, sendRefusedPage, sendTokenPage } from "./plainPages.ts";
import { pipeToWorker, type Upstream, upstreamAt } from "./proxy.ts";
import { securePage } from "./security.ts";

/** As the worker takes it: a path of 4,096 characters, percent-encoded, with room for the rest. In bytes. */
const maxHeaderSize = 64 * 1024;

export interface FrontDoorOptions {
  /** The worker's port on 127.0.0.1. */
  readonly workerPort: number;
  /** True while developing: the pages then need a looser policy, and more methods than GET and HEAD. */
  readonly dev: boolean;
  /** Answers everything that is not `/api/*`, once access was granted. */
  readonly renderPage: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  /** Takes over a socket, once access was granted. Without it a request for an upgrade is answered as any other. */
  readonly upgrade?: (req: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
}

/** How long a client may take to send its headers, in milliseconds. Bodies have no limit: a large upload takes its time. */
const headersTimeoutMs = 60_000;

/** How long nothing comes from a client before the system asks whether it is still there, in milliseconds. */
const probeAfterMs = 60_000;

/** The HTTP server in front of pages and worker. The worker decides on access; this only asks and obeys. */
export function createFrontDoor(options: FrontDoorOptions): Server {
  const upstream = upstreamAt(options.workerPort);
  // A client that vanished without a word is noticed by the system's own probes, whatever is waited for.
  const server = createServer({ maxHeaderSize, keepAlive: true, keepAliveInitialDelay: probeAfterMs }, (req, res) => {
    answer(upstream, options, req, res).catch((error: unknown) => {
      console.error(error);
      if (res.headersSent) res.destroy();
      else sendDownPage(req, res);
    });
  });
  server.requestTimeout = 0;
  server.headersTimeout = headersTimeoutMs;
  const { upgrade } = options;
  if (upgrade) {
    server.on("upgrade", (req, socket, head) => {
      handUpgrade(upstream, upgrade, req, socket, head).catch(() => socket.destroy());
    });
  }
  server.on("close", () => upstream.agent.destroy());
  return server;
}

async function answer(upstream: Upstream, options: FrontDoorOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = req.url ?? "/";
  if (isApi(url)) return pipeToWorker(upstream, req, res);
  const token = tokenIn(url);
  if (token !== null) return enter(upstream, req, res, token);
  if (!options.dev && req.method !== "GET" && req.method !== "HEAD") return sendRefusedPage(req, res, 405);
  const access = await askAccess(upstream, req);
  switch (access.kind) {
    case "tokenRequired":
      return sendTokenPage(req, res);
    case "tooManyTokens":
      return sendTokenPage(req, res, "tooMany");
    case "refused":
      return sendRefusedPage(req, res, access.status);
    case "unavailable":
      return sendDownPage(req, res);
    case "granted":
      if (access.setCookie.length > 0) res.setHeader("set-cookie", access.setCookie);
      securePage(req, res, options.dev);
      return options.renderPage(req, res);
  }
}

const isApi = (url: string): boolean => /^\/api(?:[/?]|$)/.test(url);

/** The token of a printed link, `/?token=…`; null for any other address. */
const tokenIn = (url: string): string | null => (url.startsWith("/?") ? new URLSearchParams(url.slice(2)).get("token") : null);

async function enter(upstream: Upstream, req: IncomingMessage, res: ServerResponse, token: string): Promise<void> {
  const session = await startSession(upstream, req, token);
  switch (session.kind) {
    case "wrongToken":
      return sendTokenPage(req, res, "wrong");
    case "tooManyTokens":
      return sendTokenPage(req, res, "tooMany");
    case "unavailable":
      return sendDownPage(req, res);
    case "started":
      // A redirect would not carry the SameSite=Strict session where the link was clicked on another site: a page of our own leads on.
      res.writeHead(200, {
        refresh: `0; url=${session.location}`,
        "set-cookie": [...session.setCookie],
        "content-type": "text/html; charset=utf-8",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
      });
      res.end();
  }
}

async function handUpgrade(
  upstream: Upstream,
  upgrade: NonNullable<FrontDoorOptions["upgrade"]>,
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const access = await askAccess(upstream, req);
  if (access.kind === "granted") await upgrade(req, socket, head);
  else socket.destroy();
}
