import { flushCompileCache } from "node:module";
import { failure } from "@pixelmill/core";
import type { EncoderMessage, EncodeTask, InspectionLimits, ParentMessage } from "../protocol/messages.ts";
import { openDesk } from "./desk.ts";
import { encode } from "./encode.ts";
import { inspect } from "./inspect/inspect.ts";
import { setUpSharp, useThreads } from "./setUpSharp.ts";
import { TaskQueue } from "./taskQueue.ts";
import { warmUp } from "./warmUp.ts";

/**
 * An encoder: forked by the pool as `main.ts DESK_DIRECTORY IN_FLIGHT`, it does what its parent's messages say and ends with it.
 */
const desk = openDesk(process.argv[2] ?? ".");
const inFlight = Number(process.argv[3] ?? 1);
const queue = new TaskQueue(inFlight, runTask);

/** Ends this process at once. `process.exit` would wait for the thread pool, and so for a slow encode. */
const die = (): void => void process.kill(process.pid, "SIGKILL");

function send(message: EncoderMessage): void {
  if (process.connected) process.send?.(message);
}

async function runTask(task: EncodeTask): Promise<void> {
  const { taskId, settings, threads } = task;
  useThreads(threads);
  send({ type: "started", taskId });
  const begin = performance.now();
  const results = await encode(task, desk).catch((error: unknown) => {
    console.error(error);
    return settings.outputs.map(() => ({ status: "failed", error: failure("internal") }) as const);
  });
  send({ type: "finished", taskId, results, wallMs: performance.now() - begin });
}

async function runInspection(name: string, limits: InspectionLimits): Promise<void> {
  const result = await inspect(desk.source(name), limits).catch((error: unknown) => {
    console.error(error);
    return { ok: false, error: failure("internal") } as const;
  });
  send({ type: "inspected", name, result });
}

async function stop(): Promise<void> {
  await queue.stop();
  // Closes the channel once what was sent is out, and so ends this process: Node's own end takes libvips apart, and has crashed in it.
  process.disconnect();
}

function receive(message: ParentMessage): void {
  switch (message.type) {
    case "batch":
      queue.add(message.tasks);
      break;
    case "recall":
      send({ type: "recalled", taskIds: queue.recall(message.taskIds) });
      break;
    case "inspect":
      void runInspection(message.name, message.limits);
      break;
    case "stop":
      void stop();
      break;
  }
}

// Ctrl-C and a service manager's stop reach the whole process group: only the parent decides what happens then.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", die);
process.on("message", receive);

setUpSharp();
await warmUp();
// Here it has not seen a stranger's byte yet; and most encoders are killed, which writes nothing.
flushCompileCache();
send({ type: "ready" });
