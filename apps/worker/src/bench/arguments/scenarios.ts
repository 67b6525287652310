import { sharedSetNames } from "../sets/sharedSets.ts";

/** Sets of images that cases are made of. */
export const setNames = [...sharedSetNames, "generated"] as const;

export type SetName = (typeof setNames)[number];

interface ScenarioFacts {
  /** What it measures. */
  readonly about: string;
  /** How long it takes on two idle cores with what is default, in words. */
  readonly takes: string;
  /** Whether it is part of a run for which no scenario was named. */
  readonly usual: boolean;
  /** Whether there is nothing to measure without the whole path. */
  readonly needsService: boolean;
}

/** Scenarios with images of their own, by name, in the order they run in. */
export const ownScenarios = {
  latency: {
    about: "one image of 0.5 MP by one HTTP request to the idle service",
    takes: "10 s",
    usual: true,
    needsService: true,
  },
  interference: {
    about: "an interactive image in the middle of a background job of large photos",
    takes: "2 min",
    usual: false,
    needsService: true,
  },
  bombs: {
    about: "a job of photos beside bombs, refused from their header and let through",
    takes: "15 min",
    usual: false,
    needsService: true,
  },
  outputs: {
    about: "3 formats × 4 sizes of each photo, against each of them alone by raw sharp",
    takes: "20 min",
    usual: false,
    needsService: false,
  },
  small: {
    about: "1, 2, 5 and 10 images, cold (processes started for them) and warm",
    takes: "6 min",
    usual: false,
    needsService: false,
  },
  matrix: {
    about: "batches of 1, 10, 20 and 100 tasks × 0, 1, 9, 11, 72 and 1,000 small images × formats",
    takes: "8 min",
    usual: false,
    needsService: false,
  },
  many: {
    about: "100, 1,000 and 10,000 small files; memory of the service from 1,000 to 10,000",
    takes: "15 min",
    usual: false,
    needsService: false,
  },
  idle: {
    about: "CPU time of the idle service",
    takes: "70 s",
    usual: false,
    needsService: true,
  },
} as const satisfies Record<string, ScenarioFacts>;

export type OwnScenario = keyof typeof ownScenarios;

export const ownScenarioNames = Object.keys(ownScenarios) as OwnScenario[];

/** Everything that `--scenario` takes. */
export const scenarioNames = [...setNames, ...ownScenarioNames] as const;

/** Lines of the help. */
export const scenarioLines = (): string =>
  ownScenarioNames
    .map((name) => `  ${name.padEnd(14)}${ownScenarios[name].about} (about ${ownScenarios[name].takes})`)
    .join("\n");
