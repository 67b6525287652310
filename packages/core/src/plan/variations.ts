import type { PlanConfig } from "./planConfig.ts";

/** A way of planning to be set against the default. */
export interface PlanVariation {
  /** What is different, in a few words. */
  readonly title: string;
  /** Choices that differ from the defaults. */
  readonly plan: Partial<PlanConfig>;
}

/** Each piece of planning switched off or replaced on its own, and then several as Pixelmill's ancestor had them. */
export const planVariations: readonly PlanVariation[] = [
  { title: "first come, first served", plan: { order: "arrival" } },
  { title: "largest file first", plan: { order: "largestFile" } },
  { title: "dealt out evenly at the start", plan: { balance: "even" } },
  { title: "batches of 20", plan: { batch: "fixed" } },
  { title: "encoders wait for each other", plan: { barrier: true } },
  { title: "no admission by memory", plan: { admission: false } },
  { title: "one thread for the last tasks", plan: { tailThreads: false } },
  { title: "the longest task shares its core", plan: { spareLongest: false } },
  { title: "nothing is asked back", plan: { recall: false } },
  { title: "estimates are not corrected", plan: { learning: false } },
  { title: "all priorities alike", plan: { priorities: false } },
  { title: "nothing ages", plan: { ageing: false } },
  { title: "one task in flight", plan: { inFlight: 1 } },
  { title: "one encoder more, one task in flight each", plan: { poolSize: "coresPlusOne", inFlight: 1 } },
  { title: "half as many encoders as cores", plan: { poolSize: "heritage" } },
  { title: "a fresh encoder after every task", plan: { reuse: false } },
  { title: "batches of 20 one after the other", plan: { order: "arrival", batch: "fixed", barrier: true } },
  {
    title: "as the ancestor did",
    plan: {
      order: "arrival",
      balance: "even",
      batch: "fixed",
      barrier: true,
      tailThreads: false,
      recall: false,
      learning: false,
      inFlight: 1,
      poolSize: "heritage",
    },
  },
];
