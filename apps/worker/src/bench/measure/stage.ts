import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { MeasureArguments } from "../arguments/benchArguments.ts";
import type { ImageRecipe } from "../baseline/generateImages.ts";
import type { EngineWish } from "../engine/main.ts";
import { usableCores } from "../machine.ts";
import type { ServiceWish } from "../service/startService.ts";
import { type ImageSet, readImageSet } from "../sets/imageSet.ts";
import { EngineVariant } from "../variants/engineVariant.ts";
import { RawVariant } from "../variants/rawVariant.ts";
import { ServiceVariant } from "../variants/serviceVariant.ts";
import { inFlightCandidates } from "./calibrate.ts";

export interface StageWish {
  readonly options: MeasureArguments;
  /** A folder for everything that the measurement leaves behind. */
  readonly folder: string;
  readonly say: (text: string) => void;
}

/** Something with processes that are to be ended. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** What differs from the options in a variant that is started beside the usual ones. */
export type EngineChange = Partial<Pick<EngineWish, "encoders" | "memoryLimitBytes" | "sandbox" | "plan">>;

/** The same of a service. */
export type ServiceChange = Partial<Pick<ServiceWish, "memoryLimitBytes" | "env">>;

/** Everything that runs during a measurement: raw sharp and one engine always, what else is needed when it is first asked for. */
export class Stage {
  readonly options: MeasureArguments;
  readonly folder: string;
  readonly cores = usableCores();
  readonly say: (text: string) => void;
  readonly raw: RawVariant;
  readonly #running = new Set<Stoppable>();
  #engine: Promise<EngineVariant> | null = null;
  #service: Promise<ServiceVariant> | null = null;
  #folders = 0;

  constructor({ options, folder, say }: StageWish) {
    this.options = options;
    this.folder = folder;
    this.say = say;
    this.raw = this.keep(new RawVariant(folder, this.mostInFlight));
  }

  /** The most tasks that raw sharp is ever asked to have in flight. */
  get mostInFlight(): number {
    return Math.max(...inFlightCandidates(this.cores));
  }

  /** The engine as it is by the options. It also reads the headers of every set, so it is there even where it takes no part. */
  engine(): Promise<EngineVariant> {
    this.#engine ??= this.startEngine();
    return this.#engine;
  }

  /** The whole path as it is by the options. */
  service(): Promise<ServiceVariant> {
    this.#service ??= this.startService();
    return this.#service;
  }

  /** Another raw sharp. */
  async startRaw(): Promise<RawVariant> {
    return this.keep(new RawVariant(await this.newFolder(), this.mostInFlight));
  }

  async startEngine(change: EngineChange = {}): Promise<EngineVariant> {
    const { encoders, memoryLimitBytes, limits, sandbox, plan } = this.options;
    const wish = { encoders, memoryLimitBytes, limits, sandbox, ...change, plan: { ...plan, ...change.plan } };
    return this.keep(await EngineVariant.start(await this.newFolder(), wish));
  }

  async startService(change: ServiceChange = {}): Promise<ServiceVariant> {
    const { encoders, memoryLimitBytes, sandbox, plan } = this.options;
    const wish = { encoders, memoryLimitBytes, sandbox, plan, ...change };
    return this.keep(await ServiceVariant.start(await this.newFolder(), wish));
  }

  /** Images made for a scenario: the same everywhere. */
  async generate(name: string, recipes: readonly ImageRecipe[]): Promise<ImageSet> {
    const folder = await this.newFolder();
    await this.raw.remote.call("generate", { folder, recipes });
    return readImageSet(name, folder, await this.engine());
  }

  async newFolder(): Promise<string> {
    this.#folders += 1;
    const folder = join(this.folder, `stage-${this.#folders}`);
    await mkdir(folder);
    return folder;
  }

  /** Sees to it that something is ended with the measurement. */
  keep<T extends Stoppable>(each: T): T {
    this.#running.add(each);
    return each;
  }

  /** Ends one of them before. */
  async end(each: Stoppable): Promise<void> {
    this.#running.delete(each);
    await each.stop();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running].map((each) => each.stop().catch(() => {})));
  }
}
