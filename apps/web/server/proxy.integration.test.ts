import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { afterEach, describe, expect, it } from "vitest";
import { type Door, openDoor } from "./testing/fakeWorker.ts";

let door: Door;
afterEach(() => door.close());

const chunk = randomBytes(64 * 1024);

/** So many megabytes, made as they are read. */
const megabytes = (count: number): Readable =>
  Readable.from(
    (function* () {
      for (let i = 0; i < count * 16; i += 1) yield chunk;
    })(),
  );

const start = (path: string, options: { method?: string; headers?: Record<string, string | number> } = {}): ClientRequest =>
  request(`${door.url}${path}`, options);

const answerTo = async (outgoing: ClientRequest): Promise<IncomingMessage> => (await once(outgoing, "response"))[0];

const textOf = async (incoming: IncomingMessage): Promise<string> => Buffer.concat(await incoming.toArray()).toString();

async function hashOf(incoming: IncomingMessage): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of incoming) hash.update(part);
  return hash.digest("hex");
}

const hash64 = createHash("sha256");
for (let i = 0; i < 64 * 16; i += 1) hash64.update(chunk);
const expected64 = hash64.digest("hex");

describe("pipeToWorker", () => {
  it.each([
    ["with its length", { "content-length": 64 * 16 * chunk.length }],
    ["chunked", {}],
  ])("streams a large upload %s", async (_, headers) => {
    door = await openDoor(async (req, res) => res.end(await hashOf(req)));
    const outgoing = start("/api/upload", { method: "PUT", headers });
    const answer = answerTo(outgoing);
    await pipeline(megabytes(64), outgoing);
    expect(await textOf(await answer)).toBe(expected64);
  });

  it("streams a large download", async () => {
    door = await openDoor((_, res) => void megabytes(64).pipe(res));
    const outgoing = start("/api/result").end();
    expect(await hashOf(await answerTo(outgoing))).toBe(expected64);
  });

  it("does not read an upload faster than the worker takes it", async () => {
    let workerReads: () => void = () => {};
    door = await openDoor((req, res) => {
      workerReads = () => void req.resume().on("end", () => res.end("taken"));
    });
    const outgoing = start("/api/upload", { method: "PUT" });
    const source = megabytes(64);
    let sent = 0;
    source.on("data", (part: Buffer) => {
      sent += part.length;
    });
    source.pipe(outgoing);
    await stands(() => sent);
    // What the sockets' buffers hold on the way, and no more.
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    workerReads();
    expect(await textOf(await answerTo(outgoing))).toBe("taken");
  });

  it("passes path, method, Host, cookies and status on as they are", async () => {
    door = await openDoor((req, res) => {
      res.writeHead(418, "Odd", [
        "Set-Cookie",
        "a=1",
        "Set-Cookie",
        "b=2",
        "X-Seen",
        `${req.method} ${req.url} ${req.headers.host} ${req.headers.cookie}`,
      ]);
      res.end();
    });
    const answer = await answerTo(
      start("/api/x?y=%20z", { method: "DELETE", headers: { host: "pixel.lan:3000", cookie: "s=1" } }).end(),
    );
    expect(answer.statusCode).toBe(418);
    expect(answer.statusMessage).toBe("Odd");
    expect(answer.headers["set-cookie"]).toEqual(["a=1", "b=2"]);
    expect(answer.headers["x-seen"]).toBe("DELETE /api/x?y=%20z pixel.lan:3000 s=1");
  });

  it("tells the worker the client's address, whatever the client says it is", async () => {
    door = await openDoor((req, res) => void res.end(JSON.stringify(req.headers["x-forwarded-for"])));
    const lies: readonly Record<string, string>[] = [
      {},
      { "x-forwarded-for": "10.0.0.1, 10.0.0.2" },
      { "X-Forwarded-For": "10.0.0.1", Connection: "X-Forwarded-For" },
    ];
    for (const headers of lies) {
      expect(JSON.parse(await textOf(await answerTo(start("/api/x", { headers }).end())))).toBe("127.0.0.1");
    }
  });

  it("answers 502 with a code where there is no worker, also to an upload", async () => {
    door = await openDoor(() => {});
    door.worker.close();
    await once(door.worker, "close");
    const answer = await stubbornUpload(8);
    expect(answer).toMatch(/^HTTP\/1.1 502 /);
    expect(JSON.parse(answer.split("\r\n\r\n")[1] ?? "")).toEqual({
      error: { code: "unavailable", message: expect.any(String), retryable: true },
    });
  });

  it("answers 502 where the worker ends in the middle of an upload", async () => {
    door = await openDoor((req) => void req.once("data", () => req.socket.destroy()));
    expect(await stubbornUpload(8)).toMatch(/^HTTP\/1.1 502 /);
  });

  it("passes on an early refusal of an upload", async () => {
    door = await openDoor((_, res) => void res.writeHead(413).end("too large"));
    const answer = await stubbornUpload(32);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain("too large");
  });

  it("cuts the download where the worker's answer is cut", async () => {
    door = await openDoor((_, res) => {
      res.writeHead(200, { "content-length": 1000 });
      res.write("half");
      setTimeout(() => res.destroy(), 20);
    });
    const answer = await answerTo(start("/api/result").end());
    await expect(textOf(answer)).rejects.toThrow("aborted");
  });

  it("tells the worker when the client goes away in the middle of an upload", async () => {
    const gone = Promise.withResolvers<string>();
    door = await openDoor((req) => void req.on("error", (error) => gone.resolve(error.message)).resume());
    const outgoing = start("/api/upload", { method: "PUT" });
    outgoing.on("error", () => {});
    outgoing.write(chunk);
    await once(door.worker, "request");
    outgoing.destroy();
    expect(await gone.promise).toBe("aborted");
  });

  it("tells the worker when the client goes away before an answer", async () => {
    const gone = Promise.withResolvers<boolean>();
    door = await openDoor((_, res) => void res.on("close", () => gone.resolve(res.writableFinished)));
    const outgoing = start("/api/events").on("error", () => {});
    outgoing.end();
    await once(door.worker, "request");
    outgoing.destroy();
    expect(await gone.promise).toBe(false);
  });

  it("passes an event stream on at once, its headers before its first event", async () => {
    let send: (text: string) => void = () => {};
    door = await openDoor((_, res) => {
      res.writeHead(200, { "content-type": "text/event-stream" });
      res.flushHeaders();
      send = (text) => void res.write(text);
    });
    const answer = await answerTo(start("/api/trpc/changes").end());
    expect(answer.headers["content-type"]).toBe("text/event-stream");
    for (const event of ["data: 1\n\n", "data: 2\n\n"]) {
      const next = once(answer, "data");
      send(event);
      expect(String((await next)[0])).toBe(event);
    }
    answer.destroy();
  });
});

/** Sends all of a body before it looks at the answer, as browsers do; Node's own client stops at an early one. */
async function stubbornUpload(count: number): Promise<string> {
  const socket = connect(Number(new URL(door.url).port), "127.0.0.1");
  let answer = "";
  socket.on("data", (part) => {
    answer += part;
  });
  const length = count * 16 * chunk.length;
  socket.write(`PUT /api/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`);
  megabytes(count).pipe(socket);
  await once(socket, "close");
  expect(socket.bytesWritten).toBeGreaterThan(length);
  return answer;
}

/** Waits until a number has stood still for a while. */
async function stands(read: () => number): Promise<void> {
  for (let before = -1; before !== read(); ) {
    before = read();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
