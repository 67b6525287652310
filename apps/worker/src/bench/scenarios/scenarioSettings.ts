import { type Settings, settingsSchema } from "@pixelmill/core";
import type { MeasureArguments } from "../arguments/benchArguments.ts";

/** JPEG, with every default. */
export const jpegSettings: Settings = settingsSchema.parse({ outputs: [{ format: "jpeg" }] });

/** What a scenario measures that needs no more than one format: what was asked for, else JPEG. */
export const scenarioSettings = ({ settings, settingsAreUsual }: MeasureArguments): readonly Settings[] =>
  settingsAreUsual ? [jpegSettings] : settings;
