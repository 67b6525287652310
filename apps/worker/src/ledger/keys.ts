import { hash } from "node:crypto";
import { type OutputSettings, recipeOf, type Settings, treatmentOf } from "@pixelmill/core";

/**
 * Under what each of a source's outputs is found again: the source's bytes, its part of the settings, and how the encoders behave. In
 * the order of the outputs. 132 bits, which nobody brings to collide for a source of somebody else.
 */
export const ledgerKeys = (sha256: string, settings: Settings, behaviour: string): string[] =>
  settings.outputs.map((wish) => shortHash(`${sha256} ${behaviour} ${recipeOf(settings, wish)}`, 22));

/** A short name for the treatment of a wish. */
export const treatmentName = (wish: OutputSettings): string => shortHash(treatmentOf(wish), 11);

const shortHash = (text: string, characters: number): string => hash("sha256", text, "base64url").slice(0, characters);
