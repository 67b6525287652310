import {
  type BenchSimulation,
  type Id,
  idFromBytes,
  type PlanConfig,
  planVariations,
  poolSize,
  type RunPicture,
  type Settings,
  type SimulatedTask,
  type SimulationResult,
  simulate,
} from "@pixelmill/core";
import type { ImageCost } from "./measureCosts.ts";

/** Machines that are simulated, by their cores. */
const simulatedCores = [2, 4, 8, 16, 32, 64] as const;

/** The machine whose runs are drawn: small enough that its lanes can be read. */
const drawnCores = 4;

/** What the simulated machines are like. The budget grows with the cores, so that memory is as scarce on each of them. */
const simulatedMachine = {
  tasksPerCore: 20,
  budgetBytesPerCore: 1e9,
  baseBytes: 70e6,
  messageMs: 0.05,
  spawnMs: 200,
} as const satisfies BenchSimulation["machine"];

export interface CaseWish {
  readonly set: string;
  readonly settings: Settings;
  readonly images: readonly ImageCost[];
  /** What is set against its own variations. */
  readonly plan: Partial<PlanConfig>;
}

/** Plays a set on all machines, as it is planned and with each piece of planning flipped. */
export function simulateCase(
  { set, settings, images, plan }: CaseWish,
  machines: readonly number[] = simulatedCores,
): BenchSimulation {
  const runs: BenchSimulation["runs"] = [];
  const pictures: BenchSimulation["pictures"] = [];
  const ways = [{ title: "", plan: {} }, ...planVariations].map(({ title, plan: other }) => ({
    title,
    plan: { ...plan, ...other },
  }));
  for (const way of ways) {
    for (const cores of machines) {
      const tasks = repeated(images, settings, cores * simulatedMachine.tasksPerCore);
      const encoders = encodersOf(cores, way.plan);
      const { budgetBytesPerCore, baseBytes, messageMs, spawnMs } = simulatedMachine;
      const wish = { tasks, cores, encoders, budgetBytes: cores * budgetBytesPerCore, baseBytes, messageMs, spawnMs };
      const result = simulate({ ...wish, plan: way.plan });
      const { makespanMs, boundMs, utilisation, batches, peakBytes, failed } = result;
      const { budgetBytes } = wish;
      const numbers = { makespanMs, boundMs, utilisation, batches, peakBytes, budgetBytes, failed };
      runs.push({ ...way, cores, encoders, tasks: tasks.length, ...numbers });
      if (cores === drawnCores && isDrawn(way))
        pictures.push({ title: way.title, encoders, picture: pictureOf(result, images, budgetBytes) });
    }
  }
  return { set: { name: set }, settings, machine: simulatedMachine, images: [...images], runs, pictures };
}

/** The plan itself, and the last of its variations: all of the ancestor's choices together. */
const isDrawn = ({ title }: { readonly title: string }): boolean => title === "" || title === planVariations.at(-1)?.title;

/** As the plan says, without the bound that real machines have. */
const encodersOf = (cores: number, plan: Partial<PlanConfig>): number => poolSize(cores, plan.poolSize, Number.POSITIVE_INFINITY);

/** The images as tasks of one job, the whole set as often as it takes. */
function repeated(images: readonly ImageCost[], settings: Settings, atLeast: number): SimulatedTask[] {
  const times = Math.ceil(atLeast / images.length);
  return Array.from({ length: times }, () => images)
    .flat()
    .map(({ info, cpuMs, peakBytes }, index) => ({
      task: { id: idOf(index), jobId, priority: "normal" as const, info, settings },
      cpuMs,
      peakBytes: peakBytes ?? 0,
    }));
}

function idOf(number: number): Id {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(12, number);
  return idFromBytes(bytes);
}

const jobId = idFromBytes(new Uint8Array(16).fill(255));

function pictureOf(
  { runs, memory, makespanMs, metrics }: SimulationResult,
  images: readonly ImageCost[],
  budgetBytes: number,
): RunPicture {
  const names = new Map(images.map(({ name, info }) => [info, name]));
  const last = metrics.batchSizes.histogram.findLastIndex(({ count }) => count > 0);
  return {
    wallMs: makespanMs,
    budgetBytes,
    tasks: runs.map(({ task, encoder, startedMs, endedMs }) => ({
      name: names.get(task.info) ?? "",
      encoder,
      pixels: task.info.width * task.info.height * task.info.frames,
      submittedMs: 0,
      startedMs,
      endedMs,
      failed: false,
    })),
    memory: [...memory],
    batchSizes: metrics.batchSizes.histogram.slice(0, last + 1).map((bucket) => ({ ...bucket })),
  };
}
