import { join } from "node:path";
import type { Settings } from "@pixelmill/core";
import { Client } from "../service/client.ts";
import { type ServiceProcesses, type ServiceWish, startService } from "../service/startService.ts";
import { chosenFiles, type Variant, type VariantRun, type Work } from "./variant.ts";

/** The whole path: web app and worker in processes of their own, used over HTTP as a browser does. */
export class ServiceVariant implements Variant {
  readonly name = "service";
  readonly #processes: ServiceProcesses;
  /** Whoever uses it over HTTP. */
  readonly client: Client;
  #work: Work | null = null;

  private constructor(processes: ServiceProcesses) {
    this.#processes = processes;
    this.client = new Client(processes.url);
  }

  static async start(folder: string, wish: Omit<ServiceWish, "dataDir">): Promise<ServiceVariant> {
    return new ServiceVariant(await startService({ ...wish, dataDir: join(folder, "data") }));
  }

  get cpuRoots(): readonly number[] {
    return [this.#processes.webPid, this.#processes.workerPid];
  }

  /** The budget is the worker's and its encoders': the web app holds no images. */
  get memoryRoots(): readonly number[] {
    return [this.#processes.workerPid];
  }

  get webRoots(): readonly number[] {
    return [this.#processes.webPid];
  }

  budgetBytes(): Promise<number> {
    return this.client.budgetBytes();
  }

  async prepare(work: Work): Promise<void> {
    this.#work = work;
  }

  async run(only?: ReadonlySet<string>): Promise<VariantRun> {
    if (this.#work === null) throw new Error("The service was not prepared.");
    return { ...(await this.client.run(chosenFiles(this.#work, only), this.#work.settings)), engine: null };
  }

  /** One image in one request; gives how long it took, in milliseconds. */
  optimizeOne(image: Uint8Array<ArrayBuffer>, settings: Settings): Promise<number> {
    return this.client.optimizeOne(image, settings);
  }

  stop(): Promise<void> {
    return this.#processes.stop();
  }
}
