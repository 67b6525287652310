import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ImageInfo, Result, Settings, TaskResult } from "@pixelmill/core";
import type { EngineStatus } from "../../engine/engine.ts";
import type { EngineFile } from "../engine/engineRun.ts";
import type { EngineHandlers, EngineWish } from "../engine/main.ts";
import { Remote } from "../processes/remote.ts";
import { chosenFiles, type Variant, type VariantRun, type Work } from "./variant.ts";

const program = fileURLToPath(new URL("../engine/main.ts", import.meta.url));

/** Core and pool without HTTP: the engine in a process of its own, its encoders warm. */
export class EngineVariant implements Variant {
  readonly name = "engine";
  readonly status: EngineStatus;
  readonly #remote: Remote<EngineHandlers>;
  readonly #outDir: string;
  #work: Work | null = null;

  private constructor(remote: Remote<EngineHandlers>, status: EngineStatus, outDir: string) {
    this.#remote = remote;
    this.status = status;
    this.#outDir = outDir;
  }

  static async start(folder: string, wish: Omit<EngineWish, "desksDir">): Promise<EngineVariant> {
    const remote = new Remote<EngineHandlers>(program);
    const status = await remote.call("start", { ...wish, desksDir: join(folder, "desks") });
    return new EngineVariant(remote, status, join(folder, "engine"));
  }

  get cpuRoots(): readonly number[] {
    return [this.#remote.pid];
  }

  get memoryRoots(): readonly number[] {
    return [this.#remote.pid];
  }

  budgetBytes(): Promise<number> {
    return this.#remote.call("budget", undefined);
  }

  /** What the files are, by inspection; in their order. */
  inspect(files: readonly string[]): Promise<Result<ImageInfo>[]> {
    return this.#remote.call("inspect", files);
  }

  async prepare(work: Work): Promise<void> {
    this.#work = work;
    await rm(this.#outDir, { recursive: true, force: true });
    await mkdir(this.#outDir, { recursive: true });
  }

  async run(only?: ReadonlySet<string>): Promise<VariantRun> {
    if (this.#work === null) throw new Error("The engine was not prepared.");
    const { settings, together = false, urgent } = this.#work;
    const files = chosenFiles(this.#work, only).map(({ name, source }, index) => ({
      name,
      source,
      output: join(this.#outDir, String(index)),
      urgent: name === urgent,
    }));
    const engine = await this.#remote.call("run", { files, settings, together });
    return { wallMs: engine.wallMs, results: engine.results, engine };
  }

  /** One file to one output, which is at `output` with `-0` behind it where there is one; null where it was not even begun. */
  encodeOne(file: EngineFile, settings: Settings): Promise<TaskResult | null> {
    return this.#remote.call("runOne", { file, settings });
  }

  async stop(): Promise<void> {
    await this.#remote.call("stop", undefined);
    await this.#remote.end();
  }
}
