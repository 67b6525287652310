import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

/** What a test sends. */
export interface Sent {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array | Readable;
}

/** A parsed body, for a test to look at. */
export type Json = { readonly [key: string]: Json } & { readonly code: string };

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as JSON. */
  readonly json: () => Json;
  /** The code of the error in the body. */
  readonly code: () => string;
}

/** Sends one request on a connection of its own and waits for the whole answer. The path goes out as it is written. */
export function send(port: number, path: string, { method = "GET", headers = {}, body }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const agent = new Agent();
    const outgoing = request({ host: "127.0.0.1", port, path, method, headers, agent }, async (incoming) => {
      try {
        const received = await buffer(incoming);
        const json = () => JSON.parse(received.toString("utf8"));
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: received,
          json,
          code: () => json().error.code,
        });
      } catch (error) {
        reject(error);
      } finally {
        agent.destroy();
      }
    });
    outgoing.on("error", reject);
    if (body === undefined || typeof body === "string" || body instanceof Uint8Array) outgoing.end(body);
    else body.pipe(outgoing);
  });
}
