import { rm, stat } from "node:fs/promises";
import type { BenchLossless } from "@pixelmill/core";
import type { Stage } from "../measure/stage.ts";
import type { ImageSet } from "../sets/imageSet.ts";
import type { BenchFile } from "../variants/variant.ts";
import { base, type Lane, overLanes, withCpu } from "./lane.ts";

type LosslessFile = BenchLossless["files"][number];
type ByOxipng = Pick<LosslessFile, "oxipngBytes" | "oxipngCpuSeconds">;

/** Presets whose lossless PNGs are measured. */
const efforts = ["fast", "balanced", "smallest"] as const;

/** Every still PNG of a set made smaller without loss, against oxipng's preset 4. */
export async function losslessPngs(stage: Stage, lanes: readonly Lane[], set: ImageSet): Promise<BenchLossless[]> {
  const pngs = set.files.filter(({ info }) => info.format === "png" && info.frames === 1);
  stage.say(`quality, ${set.name}: ${pngs.length} PNGs without loss`);
  if (pngs.length === 0) return [];
  const all = await overLanes(lanes, pngs, async (lane, image) => {
    const reference = await byOxipng(lane, image);
    const made: { effort: BenchLossless["effort"]; file: LosslessFile }[] = [];
    for (const effort of efforts) made.push({ effort, file: { ...(await losslessPng(lane, image, effort)), ...reference } });
    return made;
  });
  return efforts.map((effort) => ({
    effort,
    files: all.flatMap((made) => made.filter((each) => each.effort === effort).map(({ file }) => file)),
  }));
}

async function byOxipng(lane: Lane, { source }: BenchFile): Promise<ByOxipng> {
  const output = lane.newFile();
  const { cpuSeconds } = await withCpu([lane.writing.pid], () => lane.writing.call("writePng", { source, output }));
  const { size } = await stat(output);
  await rm(output);
  return { oxipngBytes: size, oxipngCpuSeconds: cpuSeconds };
}

async function losslessPng(
  lane: Lane,
  image: BenchFile,
  effort: BenchLossless["effort"],
): Promise<Omit<LosslessFile, keyof ByOxipng>> {
  const { file, cpuSeconds, result } = await lane.encode(image, { format: "png", quality: "lossless", effort });
  const same = await lane.scoring.call("same", [image.source, file]);
  if (file !== image.source) await rm(file);
  return { ...base(image), bytes: result.output.bytes, cpuSeconds, same };
}
