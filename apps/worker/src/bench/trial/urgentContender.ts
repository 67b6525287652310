import { pixelCount, type TrialRun } from "@pixelmill/core";
import type { EngineVariant } from "../variants/engineVariant.ts";
import type { Work } from "../variants/variant.ts";
import type { TrialContender } from "./contender.ts";

/** An engine whose time is that of one image: the interactive one that comes in the middle of the others, from then to its end. */
export const urgentContender = (name: string, engine: EngineVariant, work: Work): TrialContender => ({
  name,
  prepare: async () => {
    await engine.prepare(work);
    await engine.run();
  },
  run: async () => {
    const { results, engine: told } = await engine.run();
    const course = told?.tasks.find((task) => task.name === work.urgent);
    const info = work.files.find((file) => file.name === work.urgent)?.info;
    const bytes = results.find((result) => result.name === work.urgent)?.bytes ?? null;
    if (course === undefined || info === undefined) throw new Error("The interactive image did not run.");
    const delivered = { images: bytes === null ? 0 : 1, failed: bytes === null ? 1 : 0, outputBytes: bytes ?? 0 };
    const sizes = { pixels: pixelCount(info), sourceBytes: info.bytes };
    return {
      wallMs: course.endedMs - course.submittedMs,
      cpuSeconds: null,
      batches: null,
      ...sizes,
      ...delivered,
    } satisfies TrialRun;
  },
  peakBytes: () => Promise.reject(new Error("The memory of one image among others is not looked at.")),
});
