import { type ImageInfo, pixelCount, type Settings } from "@pixelmill/core";
import type { RawCost } from "../baseline/rawRun.ts";
import type { ImageSet } from "../sets/imageSet.ts";
import type { RawVariant } from "../variants/rawVariant.ts";

/** What an image takes in raw sharp alone, and what its header tells, which is all that planning knows. */
export interface ImageCost {
  readonly name: string;
  readonly info: ImageInfo;
  readonly cpuMs: number;
  /** Bytes it added to the process; null where the system does not tell. */
  readonly peakBytes: number | null;
}

/** Runs every image of a set once, alone, in raw sharp. */
export async function measureCosts(raw: RawVariant, { files }: ImageSet, settings: Settings): Promise<ImageCost[]> {
  await raw.prepare({ files, settings });
  await raw.run(
    new Set(
      files
        .toSorted((a, b) => pixelCount(a.info) - pixelCount(b.info))
        .slice(0, 1)
        .map(({ name }) => name),
    ),
  );
  return withInfo(await raw.alone(), files);
}

/** Costs with the headers they belong to; what is of no file is left out. */
function withInfo(costs: readonly RawCost[], files: ImageSet["files"]): ImageCost[] {
  const infos = new Map(files.map(({ name, info }) => [name, info]));
  return costs.flatMap(({ name, cpuMs, peakBytes }) => {
    const info = infos.get(name);
    return info === undefined ? [] : [{ name, info, cpuMs, peakBytes }];
  });
}
