import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ImageInfo, type Result, type SettingsInput, settingsSchema } from "@pixelmill/core";
import type { Desk } from "../desk.ts";
import { openDesk } from "../desk.ts";
import { type EncodeResult, encode } from "../encode.ts";
import { inspect } from "../inspect/inspect.ts";

/** A desk in a temporary directory with the encoder's own functions on it, run in this process. */
export interface TestDesk {
  inspect(bytes: Uint8Array): Promise<Result<ImageInfo>>;
  /** Inspects and encodes. Gives the output's bytes where there is one, and what else was left in `out`. */
  encode(bytes: Uint8Array, settings?: SettingsInput): Promise<Encoded>;
  remove(): Promise<void>;
}

export interface Encoded {
  readonly result: EncodeResult;
  readonly output: Buffer;
  /** Names in `out` besides the output. */
  readonly leftovers: readonly string[];
}

const limits = { maxPixels: 100e6, maxFrames: 1000 };
const taskId = "0123456789abcdef0123456789abcdef";

export async function makeTestDesk(): Promise<TestDesk> {
  const directory = await mkdtemp(join(tmpdir(), "pixelmill-desk-"));
  await Promise.all(["in", "out"].map((folder) => mkdir(join(directory, folder))));
  const desk = openDesk(directory);
  return {
    inspect: async (bytes) => {
      await writeFile(desk.source(taskId), bytes);
      return inspect(desk.source(taskId), limits);
    },
    encode: async (bytes, settings = {}) => {
      await writeFile(desk.source(taskId), bytes);
      return encodeOn(desk, join(directory, "out"), settings);
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

async function encodeOn(desk: Desk, out: string, settings: SettingsInput): Promise<Encoded> {
  const info = await inspect(desk.source(taskId), limits);
  if (!info.ok) return { result: { status: "failed", error: info.error }, output: Buffer.alloc(0), leftovers: [] };
  const result = await encode({ taskId, info: info.value, settings: settingsSchema.parse(settings), threads: 1 }, desk);
  const output = result.status === "optimized" ? await readFile(desk.output(taskId)) : Buffer.alloc(0);
  const leftovers = (await readdir(out)).filter((name) => result.status !== "optimized" || name !== taskId);
  await rm(desk.output(taskId), { force: true });
  return { result, output, leftovers };
}
