import sharp from "sharp";
import { serve } from "../processes/remote.ts";
import { generateImages, type ImageRecipe } from "./generateImages.ts";
import { planRaw, type RawPlan, type RawTask } from "./rawPlan.ts";
import { runAll, runAlone } from "./rawRun.ts";

export type BaselineHandlers = typeof handlers;

/** Raw sharp in a process of its own: what the rest is measured against. */
const handlers = {
  versions: async () => ({ sharp: sharp.versions.sharp ?? "unknown", libvips: sharp.versions.vips }),
  generate: (wish: { readonly folder: string; readonly recipes: readonly ImageRecipe[] }) =>
    generateImages(wish.folder, wish.recipes),
  /** Looks at the images before anything is measured. */
  prepare: async (tasks: readonly RawTask[]) => {
    plans = await Promise.all(tasks.map(planRaw));
  },
  run: ({ inFlight, only }: { readonly inFlight: number; readonly only?: readonly string[] }) => runAll(chosen(only), inFlight),
  alone: async ({ only }: { readonly only?: readonly string[] }) => runAlone(chosen(only)),
};

let plans: readonly RawPlan[] = [];

function chosen(only: readonly string[] | undefined): readonly RawPlan[] {
  const names = new Set(only);
  return only === undefined ? plans : plans.filter(({ name }) => names.has(name));
}

// As the encoders are set up: one thread an image, and no cache of operations that never come again.
sharp.cache(false);
sharp.concurrency(1);
serve(handlers);
