import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchTarget, isDelivered, pixelCount, type SettingsInput, settingsSchema, type TaskResult } from "@pixelmill/core";
import { encoderEnvironment } from "../../pool/environment.ts";
import type { ScoringHandlers } from "../baseline/scoring/main.ts";
import type { Stage, Stoppable } from "../measure/stage.ts";
import { treeCpuSeconds } from "../processes/processTree.ts";
import { Remote } from "../processes/remote.ts";
import type { EngineVariant } from "../variants/engineVariant.ts";
import type { BenchFile } from "../variants/variant.ts";
import { LazyImage } from "./lazyImage.ts";

const scoringModule = fileURLToPath(new URL("../baseline/scoring/main.ts", import.meta.url));

/** One file that Pixelmill made, or the original in its place. */
interface OwnEncode {
  readonly file: string;
  readonly cpuSeconds: number | null;
  readonly result: Extract<TaskResult, { readonly output: unknown }>;
}

/** The same with its score. */
export type OwnFile = BenchTarget["files"][number];

/** Wish of one output. */
export type OneOutput = NonNullable<SettingsInput["outputs"]>[number];

/**
 * Everything that one image after another needs to be measured, each in a process of its own so that its CPU time can be told: an engine
 * with one encoder, the scorer, and a process in which sharp writes what others would. There are as many lanes as cores.
 */
export class Lane implements Stoppable {
  readonly scoring: Remote<ScoringHandlers>;
  readonly writing: Remote<ScoringHandlers>;
  /** Null where it is not there. */
  readonly lazyImage: LazyImage | null;
  readonly #folder: string;
  readonly #engine: EngineVariant;
  #opened: string | null = null;
  #count = 0;

  private constructor(folder: string, engine: EngineVariant, lazyImage: LazyImage | null) {
    this.#folder = folder;
    this.#engine = engine;
    this.lazyImage = lazyImage;
    const env = encoderEnvironment(folder, 1, process.env);
    this.scoring = new Remote(scoringModule, env);
    this.writing = new Remote(scoringModule, env);
  }

  static async start(stage: Stage): Promise<Lane> {
    // A single task would get every core, and the CPU time that threads cost each other.
    const engine = await stage.startEngine({ encoders: 1, plan: { tailThreads: false } });
    const lazyImage = await LazyImage.start(stage.options.peers);
    return stage.keep(new Lane(await stage.newFolder(), engine, lazyImage));
  }

  /** Encodes an image to one output by the engine, from file to file. An original is kept only where nothing smaller came out. */
  async encode({ name, source }: BenchFile, output: OneOutput): Promise<OwnEncode> {
    const settings = settingsSchema.parse({ outputs: [output], minimumSaving: 0 });
    const file = this.newFile();
    const { result, cpuSeconds } = await withCpu(this.#engine.cpuRoots, () =>
      this.#engine.encodeOne({ name, source, output: file }, settings),
    );
    if (result === null || !isDelivered(result))
      throw new Error(`${name}: ${result?.status === "failed" ? result.error.message : "it was not encoded."}`);
    return { file: result.status === "optimized" ? `${file}-0` : source, cpuSeconds, result };
  }

  /** The same with its score; the file is not kept. */
  async encodeAndScore(image: BenchFile, output: OneOutput): Promise<OwnFile> {
    const { file, cpuSeconds, result } = await this.encode(image, output);
    const score = await this.score(image, file);
    if (score === null) throw new Error(`${image.name} came out in another size.`);
    const made = { ...base(image), bytes: result.output.bytes, score, cpuSeconds };
    if (result.status === "keptOriginal") return { ...made, kept: true, quality: null, encodes: null };
    await rm(file);
    const { encoding } = result;
    return { ...made, kept: false, quality: encoding?.quality ?? null, encodes: encoding?.encodes ?? null };
  }

  /** The score of a file against an image; null where it has another size. */
  async score(image: BenchFile, file: string): Promise<number | null> {
    if (this.#opened !== image.source) await this.scoring.call("open", image.source);
    this.#opened = image.source;
    return this.scoring.call("score", file);
  }

  /** A path that nothing has written to yet. */
  newFile(): string {
    this.#count += 1;
    return join(this.#folder, String(this.#count));
  }

  async stop(): Promise<void> {
    await Promise.all([this.scoring.end(), this.writing.end(), this.lazyImage?.stop()]);
  }
}

/** What a report tells of an image, whatever becomes of it. */
export const base = ({ name, info }: BenchFile) => ({ name, pixels: pixelCount(info), sourceBytes: info.bytes });

/** What something gives, and the CPU time that some processes took for it. */
export async function withCpu<T>(roots: readonly number[], work: () => Promise<T>) {
  const before = treeCpuSeconds(roots);
  const result = await work();
  const after = treeCpuSeconds(roots);
  return { result, cpuSeconds: before === null || after === null ? null : Math.max(0, after - before) };
}

/** Does something with every file, the largest first, each lane one at a time. The results are in the order of the files. */
export async function overLanes<T>(
  lanes: readonly Lane[],
  files: readonly BenchFile[],
  work: (lane: Lane, file: BenchFile) => Promise<T>,
): Promise<T[]> {
  const waiting = files.toSorted((a, b) => pixelCount(a.info) - pixelCount(b.info));
  const done = new Map<BenchFile, readonly [T]>();
  const run = async (lane: Lane): Promise<void> => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) done.set(file, [await work(lane, file)]);
  };
  await Promise.all(lanes.map(run));
  return files.flatMap((file) => [...(done.get(file) ?? [])]);
}
