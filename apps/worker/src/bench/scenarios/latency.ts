import { readFile } from "node:fs/promises";
import { type BenchLatency, pixelCount } from "@pixelmill/core";
import type { Stage } from "../measure/stage.ts";
import { latencyImage } from "../sets/generatedSet.ts";
import { jpegSettings } from "./scenarioSettings.ts";

/** Requests that are measured, and those before that are not. */
const requests = 40;
const warmUpRequests = 5;

/** One image by HTTP against the same image by raw sharp, in turn, while nothing else is to do. */
export async function latency(stage: Stage): Promise<BenchLatency | null> {
  stage.say("one image alone");
  const [file] = (await stage.generate("latency", [latencyImage])).files;
  if (file === undefined) return null;
  const { raw } = stage;
  const service = await stage.service();
  const image = new Uint8Array(await readFile(file.source));
  await raw.prepare({ files: [file], settings: jpegSettings });
  raw.inFlight = 1;
  const [rawMs, serviceMs]: [number[], number[]] = [[], []];
  for (let request = 0; request < warmUpRequests + requests; request += 1) {
    rawMs.push((await raw.run()).wallMs);
    serviceMs.push(await service.optimizeOne(image, jpegSettings));
  }
  return {
    pixels: pixelCount(file.info),
    settings: jpegSettings,
    rawMs: rawMs.slice(warmUpRequests),
    serviceMs: serviceMs.slice(warmUpRequests),
  };
}
