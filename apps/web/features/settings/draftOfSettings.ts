import { defaultSettings, type OutputSettings, type Resize, type Settings, settingsSchema, targetFormats } from "@pixelmill/core";
import { initialQuality, type QualityDraft } from "./qualityDraft.ts";
import { initialDraft, type SettingsDraft, toSettings } from "./settingsDraft.ts";
import { initialSize, type SizeDraft } from "./sizeDraft.ts";

/**
 * The form that stands for settings. Those that a script made may ask for more than the form has fields for: it then holds what comes
 * closest, and {@link isWhole} says so.
 */
export function draftOfSettings({ outputs, names, keepTree }: Settings): SettingsDraft {
  const first = outputs[0] ?? defaultSettings.outputs[0];
  if (first === undefined) return { ...initialDraft, names, keepTree };
  return {
    formats: targetFormats.filter((format) => outputs.some((output) => output.format === format)),
    candidates: outputs.find(({ format }) => format === "auto")?.candidates ?? initialDraft.candidates,
    quality: qualityOf(outputs),
    effort: first.effort,
    chroma: outputs.find(({ chroma }) => chroma !== "auto")?.chroma ?? "auto",
    sizes: [...new Map(outputs.map(({ resize }) => [JSON.stringify(resize), sizeOf(resize)])).values()],
    enlarge: outputs.some(({ resize }) => resize?.enlarge === true),
    sharpen: outputs.some(({ sharpen }) => sharpen),
    names,
    keepTree,
    metadata: first.metadata,
    colour: first.colour,
  };
}

/** Whether the form's settings are these, nothing of them lost. */
export function isWhole(draft: SettingsDraft, settings: Settings): boolean {
  const own = toSettings(draft);
  return own !== null && isSameSettings(own, settings);
}

/** Whether two settings ask for the same. Their order of outputs is part of it: results are known by their place. */
export const isSameSettings = (a: Settings, b: Settings): boolean => canonical(a) === canonical(b);

const canonical = (settings: Settings): string => JSON.stringify(settingsSchema.parse(settings));

/** One way for all formats: a number does not apply to each of them, and is looked for first. */
function qualityOf(outputs: readonly OutputSettings[]): QualityDraft {
  const qualities = outputs.map(({ quality }) => quality);
  const quality = qualities.find((each) => typeof each === "number") ?? qualities.find((each) => each !== null) ?? null;
  if (quality === null) return initialQuality;
  if (quality === "lossless") return { ...initialQuality, mode: "lossless" };
  if (typeof quality === "number") return { ...initialQuality, mode: "number", number: quality };
  if ("target" in quality) return { ...initialQuality, mode: "target", target: quality.target };
  return { ...initialQuality, mode: "maxBytes", kilobytes: String(Math.ceil(quality.maxBytes / 1000)) };
}

function sizeOf(resize: Resize | null): SizeDraft {
  if (resize === null) return initialSize;
  const { mode } = resize;
  if (mode === "percent") return { ...initialSize, mode, percent: String(resize.percent) };
  if (mode !== "box") return { ...initialSize, mode, pixels: String(resize.pixels) };
  const { width, height, fit, position } = resize;
  return { ...initialSize, mode, width: String(width), height: String(height), fit, position };
}
