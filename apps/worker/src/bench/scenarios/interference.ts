import { type BenchInterference, type InteractiveRequest, type JobReport, pixelCount } from "@pixelmill/core";
import type { ImageRecipe } from "../baseline/generateImages.ts";
import type { Stage } from "../measure/stage.ts";
import { latencyImage } from "../sets/generatedSet.ts";
import type { ServiceVariant } from "../variants/serviceVariant.ts";
import type { BenchFile } from "../variants/variant.ts";
import { repeatFiles } from "./repeatFiles.ts";
import { jpegSettings } from "./scenarioSettings.ts";

export interface InterferenceSizes {
  /** Interactive images on the idle service, and at most as many beside the background job. */
  readonly requests: number;
  /** Files of the background job. */
  readonly background: number;
  /** Their width in pixels; three quarters of it high. */
  readonly width: number;
}

/** 60 photos of 12 megapixels take two cores about half a minute: many requests fall into their middle. */
const sizes: InterferenceSizes = { requests: 20, background: 60, width: 4000 };

const different = 6;

const recipes = (width: number): ImageRecipe[] =>
  Array.from({ length: different }, (_, seed) => ({
    name: `large-${seed}.jpg`,
    kind: "photo",
    width,
    height: (width * 3) / 4,
    seed,
  }));

/** One image at a time that somebody waits for: on the idle service, and in the middle of a background job of large photos. */
export async function interference(stage: Stage, wish: InterferenceSizes = sizes): Promise<BenchInterference | null> {
  stage.say("interference: making images");
  const [file] = (await stage.generate("interactive", [latencyImage])).files;
  const large = repeatFiles((await stage.generate("background", recipes(wish.width))).files, wish.background);
  if (file === undefined) return null;
  const service = await stage.service();
  const one = () => interactive(service, file);
  await one();
  stage.say("interference: the idle service");
  const idle: Noted[] = [];
  for (let request = 0; request < wish.requests; request += 1) idle.push(await one());
  stage.say("interference: beside a background job");
  const beside = await besideBackground(service, large, wish.requests, one);
  return {
    pixels: pixelCount(file.info),
    settings: jpegSettings,
    background: { files: large.length, pixels: large.reduce((sum, { info }) => sum + pixelCount(info), 0) },
    idle: idle.map((noted) => requestOf(noted, null)),
    busy: beside.noted.map((noted) => requestOf(noted, beside.report)),
  };
}

/** What an interactive image took, and what the service noted of it. */
export interface Noted {
  readonly totalMs: number;
  readonly report: Pick<JobReport, "beganAt" | "lanes">;
}

async function interactive(service: ServiceVariant, file: BenchFile): Promise<Noted> {
  const { jobId, wallMs } = await service.client.runJob([file], jpegSettings, "interactive");
  const report = await service.client.report(jobId);
  await service.client.deleteJob(jobId);
  return { totalMs: wallMs, report };
}

/** Interactive images one after another, from the background job's first end on, until it has ended. */
async function besideBackground(service: ServiceVariant, files: readonly BenchFile[], most: number, one: () => Promise<Noted>) {
  const begun = Promise.withResolvers<void>();
  let ended = false;
  const background = service.client
    .runJob(files, jpegSettings, "background", () => begun.resolve())
    .finally(() => {
      ended = true;
      begun.resolve();
    });
  // Whoever waits for the first end must hear of a job that failed.
  background.catch(() => {});
  await begun.promise;
  const noted: Noted[] = [];
  while (!ended && noted.length < most) noted.push(await one());
  const { jobId } = await background;
  const report = await service.client.report(jobId);
  await service.client.deleteJob(jobId);
  return { noted: noted.filter((each) => isDuring(each, report)), report };
}

/** Whether an image became ready while the background job was at work. */
function isDuring({ report: { beganAt } }: Noted, { beganAt: from, wallMs }: JobReport): boolean {
  return beganAt !== null && from !== null && beganAt >= from && beganAt < from + wallMs;
}

/**
 * How long an image waited, and the run time of the longest background task that was running when it became ready: both by the
 * service's own times. Throws where the service noted nothing of it.
 */
export function requestOf(
  { totalMs, report }: Noted,
  background: Pick<JobReport, "beganAt" | "lanes"> | null,
): InteractiveRequest {
  const [own] = report.lanes.flatMap(({ blocks }) => blocks);
  if (own === undefined || report.beganAt === null) throw new Error("The service noted nothing of an interactive image.");
  const from = background?.beganAt ?? null;
  if (background === null || from === null) return { totalMs, delayMs: own.fromMs, longestRunningMs: null };
  const readyMs = report.beganAt - from;
  const running = background.lanes
    .flatMap(({ blocks }) => blocks)
    .filter(({ fromMs, toMs }) => fromMs <= readyMs && readyMs < toMs)
    .map(({ fromMs, toMs }) => toMs - fromMs);
  return { totalMs, delayMs: own.fromMs, longestRunningMs: running.length === 0 ? null : Math.max(...running) };
}
