import { type BenchNeverLarger, type SettingsInput, settingsSchema } from "@pixelmill/core";
import type { Stage } from "../measure/stage.ts";
import type { ImageSet } from "../sets/imageSet.ts";

/** Settings that ask for neither a format nor a size, so that no file may come out larger than it went in. */
const modes: Readonly<Record<string, NonNullable<SettingsInput["outputs"]>[number]>> = {
  fast: { effort: "fast" },
  balanced: {},
  smallest: { effort: "smallest" },
  lossless: { quality: "lossless" },
  "target 75": { quality: { target: 75 } },
  auto: { format: "auto" },
};

/** Every file of a set in every mode, by the engine with all its encoders. */
export async function neverLarger(stage: Stage, set: ImageSet): Promise<BenchNeverLarger[]> {
  const measured: BenchNeverLarger[] = [];
  for (const [mode, output] of Object.entries(modes)) {
    stage.say(`quality, ${set.name}: never larger, ${mode}`);
    measured.push(await inMode(stage, set, mode, output));
  }
  return measured;
}

async function inMode(stage: Stage, set: ImageSet, mode: string, output: (typeof modes)[string]): Promise<BenchNeverLarger> {
  const engine = await stage.engine();
  await engine.prepare({ files: set.files, settings: settingsSchema.parse({ outputs: [output] }) });
  const { results } = await engine.run();
  const sources = new Map(set.files.map(({ name, info }) => [name, info.bytes]));
  const delivered = results.flatMap(({ name, bytes }) =>
    bytes === null ? [] : [{ name, bytes, sourceBytes: sources.get(name) ?? 0 }],
  );
  return {
    mode,
    delivered: delivered.length,
    kept: delivered.filter(({ bytes, sourceBytes }) => bytes === sourceBytes).length,
    sourceBytes: delivered.reduce((sum, { sourceBytes }) => sum + sourceBytes, 0),
    bytes: delivered.reduce((sum, { bytes }) => sum + bytes, 0),
    larger: delivered.filter(({ bytes, sourceBytes }) => bytes > sourceBytes),
    failed: results.filter(({ bytes }) => bytes === null).map(({ name, code }) => ({ name, code })),
  };
}
