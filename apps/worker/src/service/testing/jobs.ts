import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { SettingsInput, TaskView } from "@pixelmill/core";
import sharp from "sharp";
import { expect } from "vitest";
import type { Client } from "../../testing/client.ts";
import { makePhoto } from "../../testing/images.ts";

export const image = (format: "jpeg" | "png" | "webp", width = 300): Promise<Buffer> =>
  makePhoto(width, 200).then((photo) => sharp(photo).toFormat(format).toBuffer());

type OutputWish = NonNullable<SettingsInput["outputs"]>[number];

/** A new job with these outputs, or with the default one. */
export async function newJob(client: Client, ...outputs: OutputWish[]): Promise<string> {
  const settings = outputs.length === 0 ? {} : { outputs };
  return (await client.trpc.jobs.create.mutate({ settings })).id;
}

/** Hands files in one by one, by their paths. */
export async function upload(client: Client, jobId: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) expect((await client.put(jobId, path, bytes)).status, path).toBe(201);
}

/** The result of a task's first output. */
export const resultOf = ({ outputs }: TaskView) => outputs[0]?.result;

/** Blobs of a data directory, sources and results. */
export async function blobCount(dataDir: string): Promise<number> {
  const entries = await readdir(join(dataDir, "blobs"), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}
