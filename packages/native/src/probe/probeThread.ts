import { parentPort, workerData } from "node:worker_threads";
import { openProcess } from "../portable.ts";
import type { MemoryProbeSettings } from "./memoryProbe.ts";
import type { ProbeReply, ProbeRequest } from "./portableProbe.ts";
import { Sampler } from "./sampler.ts";

/** The portable probe's thread: it samples by a timer of its own, says when a report is due, and hands it over when asked. */
const port = parentPort;
if (port === null) throw new Error("the probe's thread was started as a program");

const startedAt = performance.now();
const sampler = new Sampler(workerData as MemoryProbeSettings, openProcess);
let timer: NodeJS.Timeout;
let nextAt = startedAt;
/** The other side knows that a report is due and has not asked for it yet. */
let told = false;

port.on("message", (request: ProbeRequest) => {
  if (request.type === "take") {
    told = false;
    tell({ type: "report", report: sampler.take() });
    return;
  }
  sampler.change(request.settings);
  nextAt = performance.now();
  clearTimeout(timer);
  sample();
});
sample();

function sample(): void {
  const now = performance.now();
  if (sampler.sample(now - startedAt) && !told) {
    told = true;
    tell({ type: "due" });
  }
  // A thread that was kept waiting does not make up for lost samples.
  nextAt = Math.max(nextAt + sampler.intervalMs, now);
  timer = setTimeout(sample, Math.max(0, nextAt - performance.now()));
}

function tell(reply: ProbeReply): void {
  port?.postMessage(reply);
}
