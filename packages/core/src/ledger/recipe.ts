import type { OutputSettings, Settings } from "../settings/settings.ts";
import { canonicalJson } from "./canonicalJson.ts";

/**
 * All that a job's settings say of what becomes of a source as one of its outputs, as one text: two outputs with the same recipe, of the
 * same bytes, by encoders that behave the same, are the same result. What it is called is no part of it.
 */
export function recipeOf({ outputs: _, names: __, keepTree: ___, ...settings }: Settings, wish: OutputSettings): string {
  return canonicalJson({ ...settings, output: wish });
}

/** What a wish says of how an image is encoded: everything but its format and its size. */
export function treatmentOf({ format: _, resize: __, ...treatment }: OutputSettings): string {
  return canonicalJson(treatment);
}
