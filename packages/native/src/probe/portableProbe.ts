import { Worker } from "node:worker_threads";
import { checkedSettings, type MemoryProbeSettings, type MemoryReport, type StartMemoryProbe } from "./memoryProbe.ts";

/** What the probe's thread is asked. */
export type ProbeRequest = { readonly type: "change"; readonly settings: MemoryProbeSettings } | { readonly type: "take" };

/** What it says: that a report should be taken, or the report. */
export type ProbeReply = { readonly type: "due" } | { readonly type: "report"; readonly report: MemoryReport };

/** The probe in a thread of Node's own. What was sampled stays there until the event loop here has time to ask for it. */
export const startPortableProbe: StartMemoryProbe = (settings, report) => {
  const workerData = checkedSettings(settings);
  const thread = new Worker(new URL("./probeThread.ts", import.meta.url), { workerData, execArgv: [], name: "memory-probe" });
  const ask = (request: ProbeRequest): void => thread.postMessage(request);
  let stopped = false;
  thread.on("message", (reply: ProbeReply) => {
    if (stopped) return;
    if (reply.type === "due") ask({ type: "take" });
    else if (reply.report.samples.length > 0) report(reply.report);
  });
  thread.unref();
  return {
    change: (changed) => ask({ type: "change", settings: checkedSettings(changed) }),
    stop: () => {
      stopped = true;
      void thread.terminate();
    },
  };
};
