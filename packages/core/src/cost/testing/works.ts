import { makeInfo } from "../../dispatch/testing/simulation.ts";
import type { ImageInfo } from "../../image/imageInfo.ts";
import { type OutputSettingsInput, type SettingsInput, settingsSchema } from "../../settings/settings.ts";
import { type Workload, workloadOf } from "../workload.ts";

export const MB = 1e6;

/** What it is to make these outputs of an image of a megapixel. */
export const works = (info: Partial<ImageInfo>, outputs: SettingsInput["outputs"]): Workload =>
  workloadOf({ info: makeInfo(info), settings: settingsSchema.parse({ outputs }) });

export const work = (info: Partial<ImageInfo>, output: OutputSettingsInput = {}): Workload => works(info, [output]);

/** Half as wide and high. */
export const half = { resize: { mode: "width", pixels: 500 } } as const;
