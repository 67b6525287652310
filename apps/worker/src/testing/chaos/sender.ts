import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Id, type SettingsInput, settingsSchema } from "@pixelmill/core";
import { type Client, createClient } from "../client.ts";
import type { Random } from "./random.ts";

/** A file that was sent, and is there: the service has said so. */
export interface SentFile {
  readonly taskId: Id;
  readonly path: string;
  readonly sha256: string;
}

export interface SentJob {
  readonly jobId: Id;
  readonly files: SentFile[];
  readonly outputs: number;
}

/** Wait before what failed is tried again, in milliseconds. */
const againMs = 150;

/** Longest time one request may take, in milliseconds: whoever waits longer asks anew. */
const requestMs = 15_000;

/** Files from this size on are sent so that they can be resumed, in bytes. */
const resumableBytes = 400_000;

/** What answers are those of a service that is in trouble, and will be better. */
const passing: ReadonlySet<number> = new Set([502, 503, 507]);

const wishes: readonly SettingsInput[] = [
  { outputs: [{ format: "webp", quality: 70 }] },
  {
    outputs: [
      { format: "jpeg", quality: 60, resize: { mode: "width", pixels: 200 } },
      { format: "webp", quality: 50 },
    ],
  },
  { outputs: [{ format: "original" }] },
];

/** Sends jobs one after the other and does not give up: whatever fails is tried again, as a page does. */
export class Sender {
  readonly #client: Client;
  readonly #url: string;
  readonly #random: Random;
  readonly #images: readonly Uint8Array[];
  readonly jobs: SentJob[] = [];
  /** Answers that no fault explains. */
  readonly problems: string[] = [];

  constructor(url: string, random: Random, images: readonly Uint8Array[]) {
    this.#client = createClient(url);
    this.#url = url;
    this.#random = random;
    this.#images = images;
  }

  /** Sends jobs for a while; the last is sent to its end. */
  async send(ms: number, filesPerJob: number): Promise<void> {
    const end = performance.now() + ms;
    while (performance.now() < end) await this.#sendJob(filesPerJob);
  }

  async #sendJob(files: number): Promise<void> {
    const settings = settingsSchema.parse(this.#random.pick(wishes));
    const { id } = await persistently(() => this.#client.trpc.jobs.create.mutate({ settings }));
    const job: SentJob = { jobId: id, files: [], outputs: settings.outputs.length };
    this.jobs.push(job);
    for (let number = 0; number < files; number += 1) job.files.push(await this.#sendFile(id, number));
    await persistently(() => this.#client.trpc.jobs.seal.mutate({ jobId: id }));
  }

  async #sendFile(jobId: Id, number: number): Promise<SentFile> {
    const image = this.#random.pick(this.#images) ?? new Uint8Array();
    // Some come twice as they are; bytes behind an image's end make the others differ.
    const tail = this.#random.below(3) === 0 ? Buffer.alloc(0) : Buffer.from(String(this.#random.next()));
    const bytes = Buffer.concat([image, tail]);
    const taskId = randomBytes(16).toString("hex");
    const path = `folder/${number % 3}.jpg`;
    if (bytes.length < resumableBytes) await this.#put(jobId, taskId, path, bytes);
    else await this.#resume(jobId, taskId, path, bytes);
    return { taskId, path, sha256: createHash("sha256").update(bytes).digest("hex") };
  }

  #put(jobId: Id, taskId: Id, path: string, bytes: Buffer): Promise<Response> {
    const url = `${this.#url}/api/v1/jobs/${jobId}/files/${taskId}?path=${encodeURIComponent(path)}`;
    return persistently(() => this.#request(url, { method: "PUT", body: new Uint8Array(bytes) }));
  }

  /** By tus: goes on where it was cut, and begins anew where the service knows nothing of it any more. */
  async #resume(jobId: Id, taskId: Id, path: string, bytes: Buffer): Promise<void> {
    let url: string | null = null;
    await persistently(async () => {
      url ??= await this.#begin({ jobId, taskId, path }, bytes.length);
      const head = await this.#request(url, { method: "HEAD", headers: tus }, [404, 410]);
      if (!head.ok) {
        url = null;
        throw new Error("the upload is gone");
      }
      const offset = Number(head.headers.get("Upload-Offset"));
      if (offset === bytes.length) return true;
      const headers = { ...tus, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
      await this.#request(url, { method: "PATCH", headers, body: new Uint8Array(bytes.subarray(offset)) }, [409]);
      throw new Error("to be looked at again");
    });
  }

  async #begin(metadata: Readonly<Record<string, string>>, length: number): Promise<string> {
    const encoded = Object.entries(metadata).map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`);
    const headers = { ...tus, "Upload-Length": String(length), "Upload-Metadata": encoded.join(",") };
    const answer = await this.#request(`${this.#url}/api/v1/uploads`, { method: "POST", headers });
    return new URL(answer.headers.get("Location") ?? "", `${this.#url}/api/v1/uploads`).href;
  }

  /** Throws for an answer that asks to come again. */
  async #request(url: string, init: RequestInit, expected: readonly number[] = []): Promise<Response> {
    const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(requestMs) });
    const body = init.method === "HEAD" ? "" : await answer.text();
    if (answer.ok || expected.includes(answer.status)) return answer;
    if (!passing.has(answer.status)) this.problems.push(`${init.method} answered ${answer.status}: ${body.slice(0, 300)}`);
    throw new Error(`${answer.status}`);
  }
}

const tus = { "Tus-Resumable": "1.0.0" };

/** Does it until it works. */
export async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await sleep(againMs);
    }
  }
}
