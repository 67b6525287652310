import { expect, it } from "vitest";
import { runChaos } from "../testing/chaos/runChaos.ts";

it.runIf(process.platform === "linux")(
  "after a short storm of faults every file is there exactly once, whole, and nothing else",
  { timeout: 240_000 },
  async () => {
    const { seed, report } = await runChaos({ ms: 5000, stopsForGood: false });
    expect({ seed, problems: report.problems, findings: report.check.findings }).toEqual({ seed, problems: [], findings: [] });
    expect(report.exit).toBe(0);
    expect(report.files).toBeGreaterThan(0);
    expect(report.check.tasks).toBeGreaterThanOrEqual(report.files);
  },
);
