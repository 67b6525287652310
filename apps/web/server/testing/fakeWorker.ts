import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createFrontDoor, type FrontDoorOptions } from "../frontDoor.ts";
import { closeServer } from "../lifecycle.ts";
import { listen } from "../listen.ts";

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** What a test of the front door needs: the door's address and a way to end everything. */
export interface Door {
  readonly url: string;
  readonly worker: Server;
  readonly close: () => Promise<void>;
}

/** A front door on a free port before a server that answers as the worker would. Pages are the text "page". */
export async function openDoor(handler: Handler, options: Partial<FrontDoorOptions> = {}): Promise<Door> {
  const worker = createServer(handler);
  const { port: workerPort } = await listen(worker, { host: "127.0.0.1", port: 0 });
  const renderPage = async (_: IncomingMessage, res: ServerResponse) => void res.end("page");
  const door = createFrontDoor({ workerPort, dev: false, renderPage, ...options });
  const { port } = await listen(door, { host: "127.0.0.1", port: 0 });
  const close = async () => {
    await closeServer(door, 0);
    if (worker.listening) await closeServer(worker, 0);
  };
  return { url: `http://127.0.0.1:${port}`, worker, close };
}

/** Answers the session's path with a status and everything else with 404. */
export const sessionAnswers =
  (status: number, headers: Readonly<Record<string, string>> = {}): Handler =>
  (req, res) =>
    void res.writeHead(req.url?.startsWith("/api/v1/session") ? status : 404, headers).end();
