import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { nodeOptions } from "../../../apps/worker/src/nodeOptions.ts";
import { freePort, type RunningWorker, startWorker } from "../../../apps/worker/src/testing/runningWorker.ts";
import { root } from "../../../scripts/nx/runNx.ts";
import { drawPicture } from "../pictures.ts";
import { type RawAnswer, type RawRequest, send } from "../rawRequest.ts";
import type { GuardName } from "./guards.ts";

export const newId = (): string => randomBytes(16).toString("hex");

/** A name that must appear in no answer to a neighbour. */
export const secretName = "secret-plan";

/** What belongs to a browser of its own. */
export interface Browser {
  /** Value of its Cookie header. */
  readonly cookie: string;
  /** Its owner's id, which the cookie carries. */
  readonly owner: string;
  readonly jobId: string;
  /** A task of the job; ended. */
  readonly taskId: string;
  /** An upload that has begun. */
  readonly uploadId: string;
}

/** A Pixelmill with a token, a victim in it, and a guest: somebody else who has the token. */
export interface Scene {
  readonly url: string;
  readonly token: string;
  readonly dataDir: string;
  readonly victim: Browser;
  readonly guest: Browser;
  send(request: RawRequest): Promise<RawAnswer>;
}

/** The servers of a scene: real processes on free ports of loopback, over one data directory. */
export class Servers {
  readonly #token = `neighbour-${newId()}`;
  readonly #dataDir: string;
  readonly #ports: readonly [web: number, worker: number];
  #worker: RunningWorker | null = null;
  #web: ChildProcess | null = null;

  constructor(dataDir: string, ports: readonly [web: number, worker: number]) {
    this.#dataDir = dataDir;
    this.#ports = ports;
  }

  static async make(): Promise<Servers> {
    return new Servers(await mkdtemp(path.join(tmpdir(), "pixelmill-neighbour-")), [await freePort(), await freePort()]);
  }

  /** Starts both anew: as anybody starts them, or so that they can do without a guard. */
  async start(how: "whole" | "openable"): Promise<void> {
    await this.stop();
    const execArgv = how === "whole" ? [] : ["--import", path.join(import.meta.dirname, "takeOut.ts")];
    await this.takeOut(null);
    const env = { HOST: "127.0.0.1", ACCESS_TOKEN: this.#token, ENCODERS: "1", TAKEN_OUT: this.#takenOut };
    const [, workerPort] = this.#ports;
    this.#worker = await startWorker({ dataDir: this.#dataDir, workerPort, env, execArgv: [...nodeOptions, ...execArgv] });
    this.#web = await this.#startWeb(env, execArgv);
  }

  /** Takes one guard out of servers that were started so, and puts back the one that was out. */
  takeOut(guard: GuardName | null): Promise<void> {
    return writeFile(this.#takenOut, guard ?? "");
  }

  /** A scene with victims of its own: what one attack has destroyed, the next finds again. */
  async scene(): Promise<Scene> {
    const url = `http://127.0.0.1:${this.#ports[0]}`;
    const token = this.#token;
    const victim = await newBrowser(url, token, `private/${secretName}.png`);
    const guest = await newBrowser(url, token, "own/picture.png");
    await plantUploads(this.#dataDir, guest);
    return { url, token, dataDir: this.#dataDir, victim, guest, send: (request) => send(url, request) };
  }

  /** Everything the worker has printed. */
  output(): string {
    return this.#worker?.output() ?? "";
  }

  async stop(): Promise<void> {
    const [worker, web] = [this.#worker, this.#web];
    this.#worker = null;
    this.#web = null;
    worker?.kill("SIGTERM");
    await worker?.ended;
    if (web === null || web.exitCode !== null) return;
    const ended = once(web, "exit");
    web.kill("SIGTERM");
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  get #takenOut(): string {
    return path.join(this.#dataDir, "taken-out");
  }

  async #startWeb(env: Readonly<Record<string, string>>, execArgv: string[]): Promise<ChildProcess> {
    const [port, workerPort] = this.#ports;
    const { VITEST, ...own } = process.env;
    const web = fork(path.join(root, "apps/web/server.ts"), [], {
      cwd: root,
      execArgv,
      env: { ...own, NODE_ENV: "production", ...env, PORT: String(port), WORKER_PORT: String(workerPort) },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const ended = once(web, "exit").then(() => Promise.reject(new Error("The web app ended before it was ready.")));
    ended.catch(() => {});
    await Promise.race([once(web, "message"), ended]);
    return web;
  }
}

export const tus = { "tus-resumable": "1.0.0" };
export const json = { "content-type": "application/json" };

/** `Upload-Metadata` of tus. */
export const metadataOf = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString("base64")}`)
    .join(",");

/** Whoever comes with the token: a job with one ended task, and an upload on its way. */
async function newBrowser(url: string, token: string, path: string): Promise<Browser> {
  const entered = await send(url, { path: `/api/v1/session?token=${token}` });
  const cookie = String(entered.headers["set-cookie"]).split(";")[0] ?? "";
  const headers = { cookie };
  const created = await send(url, {
    method: "POST",
    path: "/api/trpc/jobs.create",
    headers: { ...headers, ...json },
    body: JSON.stringify({ settings: { outputs: [{ format: "webp" }, { format: "jpeg" }] } }),
  });
  const jobId: string = JSON.parse(created.body).result.data.id;
  const taskId = newId();
  await uploadAndEnd(url, headers, { jobId, taskId, path });
  const begun = await send(url, {
    method: "POST",
    path: "/api/v1/uploads",
    headers: {
      ...headers,
      ...tus,
      "upload-length": "5",
      "upload-metadata": metadataOf({ jobId, taskId: newId(), path: "x.jpg" }),
    },
  });
  const uploadId = String(begun.headers.location).split("/").at(-1) ?? "";
  return { cookie, owner: /=([0-9a-f]{32})\./.exec(cookie)?.[1] ?? "", jobId, taskId, uploadId };
}

/** Uploads a picture and waits until its task has ended. */
export async function uploadAndEnd(
  url: string,
  headers: Readonly<Record<string, string>>,
  { jobId, taskId, path }: { readonly jobId: string; readonly taskId: string; readonly path: string },
): Promise<void> {
  const body = await drawPicture("balloons", 60, 40).png().toBuffer();
  const to = `/api/v1/jobs/${jobId}/files/${taskId}?path=${encodeURIComponent(path)}`;
  const put = await send(url, { method: "PUT", path: to, headers, body });
  if (put.status !== 201) throw new Error(`The upload was answered ${put.status}: ${put.body}`);
  const query = encodeURIComponent(JSON.stringify({ jobId }));
  for (;;) {
    const { body } = await send(url, { path: `/api/trpc/jobs.tasks?input=${query}`, headers });
    const tasks: { readonly id: string; readonly outputs: readonly unknown[] }[] = JSON.parse(body).result.data;
    if (tasks.some((task) => task.id === taskId && task.outputs.length > 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Names of records of uploads that only an id of another form reaches. */
const planted = ["../planted", "a\\planted"];

/** Records of uploads of the guest's, put where no id leads. */
async function plantUploads(dataDir: string, { owner, jobId }: Browser): Promise<void> {
  const uploads = path.join(dataDir, "uploads");
  await mkdir(uploads, { recursive: true });
  for (const id of planted) {
    const record = { id, size: 5, offset: 0, metadata: { jobId, taskId: newId(), path: "x.jpg", owner } };
    await writeFile(`${uploads}/${id}.json`, JSON.stringify(record));
    await writeFile(`${uploads}/${id}`, "");
  }
}
