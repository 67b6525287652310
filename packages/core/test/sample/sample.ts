// A program of somebody else's: it plans and dispatches forty images on a pool of its own, and prints what became of them.
import {
  type Batch,
  CostModel,
  Dispatcher,
  type DispatchListener,
  defaultPlanConfig,
  defaultSettings,
  type EncoderId,
  failure,
  finalState,
  formats,
  idFromBytes,
  imageInfoSchema,
  isRetryable,
  MetricsRecorder,
  type Pool,
  resizedDimensions,
  settingsSchema,
  type Task,
  type TaskResult,
} from "@pixelmill/core";

const makeTask = (index: number): Task => ({
  id: idFromBytes(new Uint8Array(16).fill(index)),
  jobId: idFromBytes(new Uint8Array(16)),
  priority: "normal",
  info: imageInfoSchema.parse({
    format: "jpeg",
    width: 100 * (index + 1),
    height: 100,
    frames: 1,
    hasAlpha: false,
    orientation: 1,
    progressive: false,
    hasMetadata: false,
    bitDepth: 8,
    fullChroma: false,
    bytes: 1000 * (index + 1),
  }),
  settings: defaultSettings,
});

let now = 0;
const model = new CostModel();
const metrics = new MetricsRecorder(now);
const ended: Record<string, TaskResult["status"]> = {};
const batches: number[] = [];

let encoders = 0;

const pool: Pool = {
  spawn() {
    const encoder = ++encoders;
    queueMicrotask(() => dispatcher.encoderReady(encoder, 80e6));
    return encoder;
  },
  retire: () => {
    throw new Error("nothing here is retired");
  },
  send(encoder, batch) {
    batches.push(batch.tasks.length);
    void encode(encoder, batch);
  },
  recall: (encoder) => dispatcher.tasksRecalled(encoder, []),
  kill: () => {
    throw new Error("nothing here is killed");
  },
};
const listener: DispatchListener = {
  taskQueued: () => {},
  taskRunning: () => {},
  taskEnded: (task, results) => {
    if (task.id in ended) throw new Error(`${task.id} ended twice`);
    ended[task.id] = finalState(results);
  },
};
const dispatcher = new Dispatcher({
  pool,
  listener,
  model,
  metrics,
  config: defaultPlanConfig,
  clock: () => now,
  encoders: 2,
  cores: 2,
  budgetBytes: 1e9,
});

async function encode(encoder: EncoderId, { tasks }: Batch): Promise<void> {
  for (const { task } of tasks) {
    await Promise.resolve();
    dispatcher.taskStarted(encoder, task.id);
    now += 10;
    const { width, height, frames, bytes } = task.info;
    const output = { format: "webp" as const, width, height, frames, bytes: Math.ceil(bytes / 2) };
    dispatcher.taskEnded(encoder, task.id, {
      results: [{ status: "optimized", output, warnings: [] }],
      wallMs: 10,
      peakBytes: null,
    });
  }
}

dispatcher.start();
dispatcher.submit(Array.from({ length: 40 }, (_, index) => makeTask(index)));
while (dispatcher.unfinished > 0) await Promise.resolve();

console.log(
  JSON.stringify({
    statuses: Object.values(ended),
    batchedTasks: batches.reduce((sum, size) => sum + size, 0),
    measuredTasks: metrics.snapshot(now).encoders.reduce((sum, { tasks }) => sum + tasks, 0),
    webp: formats.webp.mimeType,
    quality: settingsSchema.parse({ outputs: [{ format: "webp", quality: 70 }] }).outputs[0]?.quality,
    resized: resizedDimensions({ width: 400, height: 300 }, { mode: "longest", pixels: 200 }),
    failure: failure("emptyFile"),
    retryable: isRetryable("unavailable"),
  }),
);
