import { type Settings, settingsSchema } from "@pixelmill/core";
import type { MeasureArguments } from "../arguments/benchArguments.ts";

/** What a scenario measures that needs no more than one format: what was asked for, else JPEG. */
export const scenarioSettings = ({ settings, settingsAreUsual }: MeasureArguments): readonly Settings[] =>
  settingsAreUsual ? [settingsSchema.parse({ format: "jpeg" })] : settings;
