import { readdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Client, createClient } from "../apps/worker/src/testing/client.ts";
import { drawNoise, drawPicture } from "./support/pictures.ts";
import { canSeeProcesses, commandOf, descendantsOf } from "./support/processes.ts";
import { send } from "./support/rawRequest.ts";
import { type Stack, startStack } from "./support/stack.ts";

const clients = 50;

/**
 * Most memory that a server may take for them, in bytes: 4 MB a client. What is on its way between two sockets passes through its memory,
 * and stays there until it is collected; the system's own buffers of a connection hold up to about 4 MB of that on loopback.
 */
const mostGrownBytes = 200e6;

/** Descriptors that come and go with the work: pipes of encoders that are replaced, a file that is being written. */
const passing = 10;

/** What a server process holds. */
interface Holding {
  readonly descriptors: number;
  /** Resident memory in bytes. */
  readonly bytes: number;
}

function holdingOf(pid: number): Holding {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { descriptors: readdirSync(`/proc/${pid}/fd`).length, bytes: Number(kilobytes) * 1024 };
}

describe.skipIf(!canSeeProcesses)(`${clients} clients at once`, () => {
  let stack: Stack;
  /** Of web app and worker. */
  let servers: readonly number[];
  /** What they hold once a crowd was there: connections between the two stay open for a while. */
  let before: readonly Holding[];

  beforeAll(async () => {
    stack = await startStack();
    const web = descendantsOf(stack.pid).find((pid) => commandOf(pid).includes("apps/web/server.ts"));
    servers = [web ?? 0, await stack.workerPid()];
  });
  afterAll(() => stack?.stop());

  /** A client with an owner of its own. */
  async function newClient(): Promise<Client & { readonly cookie: string }> {
    const { headers } = await send(stack.url, { path: "/api/v1/session?start=1" });
    const cookie = String(headers["set-cookie"]).split(";")[0] ?? "";
    return { ...createClient(stack.url, { cookie }), cookie };
  }

  async function jobOf({ trpc }: Client): Promise<string> {
    const { id } = await trpc.jobs.create.mutate({ settings: { outputs: [{ format: "webp" }] } });
    return id;
  }

  /** One whole visit: two pictures in, a ZIP out. */
  async function visit(photo: Uint8Array): Promise<void> {
    const client = await newClient();
    const jobId = await jobOf(client);
    const uploads = await Promise.all(["a.jpg", "b.jpg"].map((path) => client.put(jobId, path, photo)));
    // Read to the end, as its connection is not given back before.
    await Promise.all(uploads.map((upload) => upload.arrayBuffer()));
    await client.trpc.jobs.seal.mutate({ jobId });
    const { job } = await client.ended(jobId);
    const zip = await client.get(`/api/v1/jobs/${jobId}/zip`);
    expect([...uploads.map(({ status }) => status), job.totals.outputs, zip.status]).toEqual([201, 201, 2, 200]);
    expect((await zip.arrayBuffer()).byteLength).toBe(Number(zip.headers.get("content-length")));
  }

  /** Sends the beginning of a request on a connection of its own, which reads nothing by itself. */
  async function begin(head: string, body: Uint8Array = new Uint8Array()): Promise<Socket> {
    const socket = connect(Number(new URL(stack.url).port), "127.0.0.1").pause();
    socket.on("error", () => {});
    await new Promise<void>((resolve) => {
      socket.write(`${head}\r\nHost: localhost\r\n\r\n`);
      socket.write(body, () => resolve());
    });
    return socket;
  }

  function expectNoGrowth(): void {
    for (const [at, pid] of servers.entries())
      expect(holdingOf(pid).bytes - (before[at]?.bytes ?? 0), commandOf(pid)).toBeLessThan(mostGrownBytes);
  }

  const expectAllReleased = () =>
    vi.waitFor(
      () => {
        for (const [at, pid] of servers.entries())
          expect(holdingOf(pid).descriptors, commandOf(pid)).toBeLessThanOrEqual((before[at]?.descriptors ?? 0) + passing);
      },
      { timeout: 60_000, interval: 100 },
    );

  it("get all of their files back", async () => {
    const photo = await drawPicture("city", 160, 120).jpeg().toBuffer();
    await Promise.all(Array.from({ length: clients }, () => visit(photo)));
    before = servers.map(holdingOf);
    await Promise.all(Array.from({ length: clients }, () => visit(photo)));
    await expectAllReleased();
    expectNoGrowth();
  });

  it("that send slowly hold up nobody, and leave nothing where they vanish", async () => {
    const client = await newClient();
    const jobId = await jobOf(client);
    const [length, half] = [2_000_000, Buffer.alloc(1_000_000, "no image, ")];
    const slow = await Promise.all(
      Array.from({ length: clients }, (_, at) => {
        const path = `/api/v1/jobs/${jobId}/files/${at.toString(16).padStart(32, "0")}?path=${at}.jpg`;
        return begin(`PUT ${path} HTTP/1.1\r\nCookie: ${client.cookie}\r\nContent-Length: ${length}`, half);
      }),
    );
    expectNoGrowth();
    await visit(await drawPicture("beach", 160, 120).jpeg().toBuffer());
    for (const [at, socket] of slow.entries()) if (at % 2 === 1) socket.destroy();
    const answers = await Promise.all(slow.filter((_, at) => at % 2 === 0).map((socket) => answerTo(socket, half)));
    expect(new Set(answers)).toEqual(new Set(["HTTP/1.1 201 Created"]));
    for (const socket of slow) socket.destroy();
    expect((await client.trpc.jobs.get.query({ jobId })).totals.files).toBe(clients / 2);
    await expectAllReleased();
  });

  it("that read nothing are not read ahead for, and leave nothing where they vanish", async () => {
    const client = await newClient();
    const jobId = await jobOf(client);
    const picture = await drawNoise(3000, 2000).png({ compressionLevel: 0 }).toBuffer();
    const put: { readonly id: string } = JSON.parse(await (await client.put(jobId, "large.png", picture)).text());
    await client.trpc.jobs.seal.mutate({ jobId });
    await client.ended(jobId);
    expect(clients * picture.length).toBeGreaterThan(4 * mostGrownBytes);
    const path = `/api/v1/jobs/${jobId}/files/${put.id}/view/source`;
    const stalled = await Promise.all(
      Array.from({ length: clients }, () => begin(`GET ${path} HTTP/1.1\r\nCookie: ${client.cookie}`)),
    );
    await visit(await drawPicture("balloons", 160, 120).jpeg().toBuffer());
    expectNoGrowth();
    for (const socket of stalled) socket.destroy();
    await expectAllReleased();
  });
});

/** Sends the rest of a body and gives the first line of the answer. */
function answerTo(socket: Socket, rest: Uint8Array): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  socket.once("data", (data) => resolve(String(data).split("\r\n")[0] ?? ""));
  socket.once("close", () => reject(new Error("The connection closed without an answer.")));
  socket.resume();
  socket.write(rest);
  return promise;
}
