import type { ScoredFormat } from "@pixelmill/core";
import { findPeers } from "../peers/findPeers.ts";
import type { PeerHandlers } from "../peers/main.ts";
import { loadPeer } from "../peers/peerProcess.ts";
import type { Remote } from "../processes/remote.ts";
import type { BenchFile } from "../variants/variant.ts";

const packageName = "@alberteinshutoin/lazy-image";

/** lazy-image at its own defaults, in a process of its own. */
export class LazyImage {
  readonly name: string;
  readonly #remote: Remote<PeerHandlers>;

  private constructor(name: string, remote: Remote<PeerHandlers>) {
    this.name = name;
    this.#remote = remote;
  }

  /** Null where no folder was named, or it is not there. */
  static async start(folder: string | null): Promise<LazyImage | null> {
    if (folder === null) return null;
    const found = (await findPeers(folder, "")).find(({ name }) => name === packageName);
    return found === undefined ? null : new LazyImage(`lazy-image ${found.version}`, await loadPeer(found, 1));
  }

  get cpuRoots(): readonly number[] {
    return [this.#remote.pid];
  }

  /** Writes a file; false where it could not. */
  async write({ name, source }: BenchFile, format: ScoredFormat, output: string): Promise<boolean> {
    const task = { name, source, output, format, quality: null, size: null };
    const { results } = await this.#remote.call("run", { tasks: [task], inFlight: 1 });
    return results.every(({ bytes }) => bytes !== null);
  }

  stop(): Promise<void> {
    return this.#remote.end();
  }
}
