import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { encoderEnvironment } from "../../pool/environment.ts";
import type { BaselineHandlers } from "../baseline/main.ts";
import type { RawCost } from "../baseline/rawRun.ts";
import { Remote } from "../processes/remote.ts";
import type { Variant, VariantRun, Work } from "./variant.ts";

const program = fileURLToPath(new URL("../baseline/main.ts", import.meta.url));

/** Raw sharp in one process, in the environment that encoders have. */
export class RawVariant implements Variant {
  readonly name = "raw";
  readonly remote: Remote<BaselineHandlers>;
  readonly #outDir: string;
  inFlight = 1;

  /** `mostInFlight`: the most tasks it will ever be asked to have in flight; its thread pool is made for them. */
  constructor(folder: string, mostInFlight: number) {
    this.#outDir = join(folder, "raw");
    this.remote = new Remote(program, encoderEnvironment(folder, mostInFlight, process.env));
  }

  get cpuRoots(): readonly number[] {
    return [this.remote.pid];
  }

  get memoryRoots(): readonly number[] {
    return [this.remote.pid];
  }

  async budgetBytes(): Promise<null> {
    return null;
  }

  async prepare({ files, settings }: Work): Promise<void> {
    await rm(this.#outDir, { recursive: true, force: true });
    await mkdir(this.#outDir, { recursive: true });
    const output = (file: number, index: number) => join(this.#outDir, `${file}-${index}`);
    const tasks = files.flatMap(({ name, source, info }, file) =>
      settings.outputs.map((wish, index) => ({
        name,
        source,
        info,
        wish,
        chroma: null,
        output: output(file, index),
      })),
    );
    await this.remote.call("prepare", tasks);
  }

  async run(only?: ReadonlySet<string>): Promise<VariantRun> {
    const { wallMs, results } = await this.remote.call("run", {
      inFlight: this.inFlight,
      ...(only === undefined ? {} : { only: [...only] }),
    });
    return { wallMs, results: results.map((result) => ({ ...result, code: null })), engine: null };
  }

  /** What each file takes alone, all of them or those named. */
  alone(only?: ReadonlySet<string>): Promise<readonly RawCost[]> {
    return this.remote.call("alone", only === undefined ? {} : { only: [...only] });
  }

  stop(): Promise<void> {
    return this.remote.end();
  }
}
