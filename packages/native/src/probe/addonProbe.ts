import { checkedSettings, type MemoryProbeSettings, type MemoryReport, type StartMemoryProbe } from "./memoryProbe.ts";

/** The probe as the Rust crate exports it, see crates/addon/src/probe.rs. */
export interface AddonProbe {
  change(settings: MemoryProbeSettings): void;
  take(): MemoryReport;
  stop(): void;
}

export type AddonProbeClass = new (settings: MemoryProbeSettings, due: () => void) => AddonProbe;

/** The probe on a thread of the addon's. What was sampled stays there until the event loop has time to take it. */
export const startAddonProbe =
  (Probe: AddonProbeClass): StartMemoryProbe =>
  (settings, report) => {
    let stopped = false;
    const probe = new Probe(checkedSettings(settings), () => {
      if (stopped) return;
      const taken = probe.take();
      // A call that was on its way when the one before it took everything.
      if (taken.samples.length > 0) report(taken);
    });
    return {
      change: (changed) => probe.change(checkedSettings(changed)),
      stop: () => {
        stopped = true;
        probe.stop();
      },
    };
  };
