import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pixelCount } from "@pixelmill/core";
import { Remote } from "../processes/remote.ts";
import type { Program, VariantRun, Work } from "../variants/variant.ts";
import type { PeerHandlers } from "./main.ts";
import { type FoundPeer, peerTask } from "./peer.ts";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));

/** A thread an image, as raw sharp and the encoders have it: what runs at once fills the cores. */
const oneThreadEach = {
  MAGICK_THREAD_LIMIT: "1",
  OMP_NUM_THREADS: "1",
  RAYON_NUM_THREADS: "1",
  VIPS_CONCURRENCY: "1",
};

/** Starts a peer's process. Rejects where the peer cannot be loaded. */
export async function loadPeer(peer: FoundPeer, inFlight: number): Promise<Remote<PeerHandlers>> {
  const threads = { UV_THREADPOOL_SIZE: String(Math.max(4, inFlight)) };
  const remote = new Remote<PeerHandlers>(program, { ...process.env, ...oneThreadEach, ...threads });
  try {
    await remote.call("load", peer);
    return remote;
  } catch (error) {
    await remote.end();
    throw error;
  }
}

/** A peer, with as many images at once as there are cores, the largest first. */
export class PeerProcess implements Program {
  readonly #remote: Remote<PeerHandlers>;
  readonly #outDir: string;
  readonly #inFlight: number;
  #work: Work | null = null;

  private constructor(remote: Remote<PeerHandlers>, outDir: string, inFlight: number) {
    this.#remote = remote;
    this.#outDir = outDir;
    this.#inFlight = inFlight;
  }

  /** Rejects where the peer cannot be loaded. */
  static async start(folder: string, peer: FoundPeer, cores: number): Promise<PeerProcess> {
    const inFlight = Math.ceil(cores);
    return new PeerProcess(await loadPeer(peer, inFlight), join(folder, "peer"), inFlight);
  }

  get cpuRoots(): readonly number[] {
    return [this.#remote.pid];
  }

  get memoryRoots(): readonly number[] {
    return [this.#remote.pid];
  }

  async budgetBytes(): Promise<null> {
    return null;
  }

  async prepare(work: Work): Promise<void> {
    this.#work = work;
    await rm(this.#outDir, { recursive: true, force: true });
    await mkdir(this.#outDir, { recursive: true });
  }

  async run(): Promise<VariantRun> {
    if (this.#work === null) throw new Error("The peer was not prepared.");
    const { files, settings } = this.#work;
    const largestFirst = files.toSorted((a, b) => pixelCount(b.info) - pixelCount(a.info));
    // One output of each file is all that a peer is asked for.
    const tasks = largestFirst.flatMap((file, index) =>
      settings.outputs.slice(0, 1).map((wish) => peerTask(file, wish, join(this.#outDir, String(index)))),
    );
    const { wallMs, results } = await this.#remote.call("run", { tasks, inFlight: this.#inFlight });
    return { wallMs, results: results.map((result) => ({ ...result, code: null })), engine: null };
  }

  stop(): Promise<void> {
    return this.#remote.end();
  }
}
