import { expect, it } from "vitest";
import { runChaos } from "../testing/chaos/runChaos.ts";

it.runIf(process.platform === "linux")(
  "after a minute of faults every file is there exactly once, whole, and nothing else",
  { timeout: 600_000 },
  async () => {
    const { seed, report } = await runChaos({ ms: 60_000, stopsForGood: true });
    expect({ seed, problems: report.problems, findings: report.check.findings }).toEqual({ seed, problems: [], findings: [] });
    expect(report.exit).toBe(0);
    for (const [fault, count] of Object.entries(report.faults)) {
      const isOfDisk = fault === "fillDisk" || fault === "useUpInodes";
      if (!isOfDisk) expect(count, fault).toBeGreaterThan(2);
    }
  },
);
