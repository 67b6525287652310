import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type EncodedResult,
  type ImageInfo,
  type OutputSettingsInput,
  type Result,
  type SettingsInput,
  settingsSchema,
} from "@pixelmill/core";
import { usualLimits } from "../../testing/limits.ts";
import type { Desk } from "../desk.ts";
import { openDesk } from "../desk.ts";
import { encode } from "../encode.ts";
import { inspect } from "../inspect/inspect.ts";

/** A desk in a temporary directory with the encoder's own functions on it, run in this process. */
export interface TestDesk {
  inspect(bytes: Uint8Array): Promise<Result<ImageInfo>>;
  /** Inspects and encodes to one output. Gives its bytes where there is one, and what else was left in `out`. */
  encode(bytes: Uint8Array, wish?: OneOutput): Promise<Encoded>;
  /** The same for several outputs; what was left besides them stands with the first. */
  encodeAll(bytes: Uint8Array, outputs: SettingsInput["outputs"], minimumSaving?: number): Promise<readonly Encoded[]>;
  remove(): Promise<void>;
}

/** Settings of a job with one output. */
export type OneOutput = OutputSettingsInput & { readonly minimumSaving?: number };

export interface Encoded {
  readonly result: EncodedResult;
  readonly output: Buffer;
  /** Names in `out` besides the outputs. */
  readonly leftovers: readonly string[];
}

const limits = { ...usualLimits, maxPixels: 100e6, maxFrames: 1000 };
const taskId = "0123456789abcdef0123456789abcdef";

export async function makeTestDesk(): Promise<TestDesk> {
  const directory = await mkdtemp(join(tmpdir(), "pixelmill-desk-"));
  await Promise.all(["in", "out"].map((folder) => mkdir(join(directory, folder))));
  const desk = openDesk(directory);
  const encodeAll: TestDesk["encodeAll"] = async (bytes, outputs, minimumSaving) => {
    await writeFile(desk.source(taskId), bytes);
    return encodeOn(desk, join(directory, "out"), { outputs, minimumSaving });
  };
  return {
    inspect: async (bytes) => {
      await writeFile(desk.source(taskId), bytes);
      return inspect(desk.source(taskId), limits);
    },
    encode: async (bytes, { minimumSaving, ...output } = {}) => {
      const [encoded] = await encodeAll(bytes, [output], minimumSaving);
      if (encoded === undefined) throw new Error("an output has no result");
      return encoded;
    },
    encodeAll,
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

async function encodeOn(desk: Desk, out: string, given: SettingsInput): Promise<readonly Encoded[]> {
  const settings = settingsSchema.parse(given);
  const info = await inspect(desk.source(taskId), limits);
  const results: readonly EncodedResult[] = info.ok
    ? await encode({ taskId, info: info.value, settings, threads: 1 }, desk)
    : settings.outputs.map(() => ({ status: "failed", error: info.error }));
  const outputs = await Promise.all(results.map((result, index) => takeOutput(desk, result, index)));
  const leftovers = await readdir(out);
  return results.map((result, index) => ({
    result,
    output: outputs[index] ?? Buffer.alloc(0),
    leftovers: index === 0 ? leftovers : [],
  }));
}

async function takeOutput(desk: Desk, { status }: EncodedResult, index: number): Promise<Buffer> {
  if (status !== "optimized") return Buffer.alloc(0);
  const output = await readFile(desk.output(taskId, index));
  await rm(desk.output(taskId, index));
  return output;
}
