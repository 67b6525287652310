import { setImmediate } from "node:timers/promises";
import { CostModel, defaultSettings } from "@pixelmill/core";
import { native } from "@pixelmill/native";
import { runRaw } from "./rawPipeline.ts";
import type { RawPlan } from "./rawPlan.ts";

/** What became of an image; `bytes` are those of all its outputs together, null where one failed. */
export interface RawResult {
  readonly name: string;
  readonly bytes: number | null;
}

export interface RawRun {
  readonly wallMs: number;
  readonly results: readonly RawResult[];
}

/** What one image, with all its outputs one after another, took while nothing else ran in the process. */
export interface RawCost {
  readonly name: string;
  readonly cpuMs: number;
  /** What it added to the resident memory of the process before, in bytes; null where the system does not tell. */
  readonly peakBytes: number | null;
}

/** Runs every plan with so many in flight, those first that take longest by the planner's own estimate: the best that one process can do. */
export async function runAll(plans: readonly RawPlan[], inFlight: number): Promise<RawRun> {
  const waiting = plans.toSorted((a, b) => expectedMs(a) - expectedMs(b));
  const results: RawResult[] = [];
  const begin = performance.now();
  const work = async (): Promise<void> => {
    for (let plan = waiting.pop(); plan !== undefined; plan = waiting.pop()) results.push(await runOne(plan));
  };
  await Promise.all(Array.from({ length: inFlight }, work));
  return { wallMs: performance.now() - begin, results: byName(results, addResult) };
}

const prior = new CostModel();

const expectedMs = ({ info, wish }: RawPlan): number =>
  prior.estimate({ info, settings: { ...defaultSettings, outputs: [wish] } }).ms;

/** Runs every plan alone, one after the other. */
export async function runAlone(plans: readonly RawPlan[]): Promise<RawCost[]> {
  const costs: RawCost[] = [];
  for (const plan of plans) {
    await setImmediate();
    const before = residentBytes();
    native.resetPeak(process.pid);
    const begin = process.cpuUsage();
    await runOne(plan);
    const { user, system } = process.cpuUsage(begin);
    costs.push({ name: plan.name, cpuMs: (user + system) / 1e3, peakBytes: peakAbove(before) });
  }
  return byName(costs, addCost);
}

/** The outputs of an image as one, in the order of the images. */
function byName<T extends { readonly name: string }>(each: readonly T[], add: (a: T, b: T) => T): T[] {
  const found = new Map<string, T>();
  for (const one of each) {
    const other = found.get(one.name);
    found.set(one.name, other === undefined ? one : add(other, one));
  }
  return [...found.values()];
}

const addResult = ({ name, bytes }: RawResult, other: RawResult): RawResult => ({
  name,
  bytes: bytes === null || other.bytes === null ? null : bytes + other.bytes,
});

const addCost = ({ name, cpuMs, peakBytes }: RawCost, other: RawCost): RawCost => ({
  name,
  cpuMs: cpuMs + other.cpuMs,
  peakBytes: peakBytes === null || other.peakBytes === null ? null : Math.max(peakBytes, other.peakBytes),
});

async function runOne(plan: RawPlan): Promise<RawResult> {
  try {
    return { name: plan.name, bytes: await runRaw(plan) };
  } catch {
    return { name: plan.name, bytes: null };
  }
}

const memory = () => native.processMemory([process.pid])[0] ?? null;
const residentBytes = (): number | null => memory()?.residentBytes ?? null;

function peakAbove(before: number | null): number | null {
  const peak = memory()?.peakResidentBytes ?? null;
  return before === null || peak === null ? null : Math.max(0, peak - before);
}
