import { describe, expect, it } from "vitest";
import { benchReportSchema, benchReportVersion } from "./benchReport.ts";
import { compareReports } from "./compareReports.ts";
import { makeCase, makeReport, makeRun, makeTrial } from "./testing/sampleReport.ts";

const caseOf = (seconds: readonly number[]) =>
  makeCase({ pairs: seconds.map((each) => ({ raw: makeRun(8), engine: makeRun(each), service: null, boundMs: null })) });

const change = (before: readonly number[], after: readonly number[], quantity: string) =>
  compareReports(makeReport({ cases: [caseOf(before)] }), makeReport({ cases: [caseOf(after)] })).cases[0]?.changes.find(
    (each) => each.variant === "engine" && each.quantity === quantity,
  );

describe("the form of a report", () => {
  it("takes what it describes, and nothing of another version", () => {
    expect(benchReportSchema.parse(makeReport())).toEqual(makeReport());
    expect(benchReportSchema.safeParse({ ...makeReport(), version: benchReportVersion - 1 }).success).toBe(false);
    expect(benchReportSchema.safeParse({ ...makeReport(), more: 1 }).success).toBe(false);
  });
});

describe("a comparison", () => {
  const slow = [10, 10.1, 10.2, 10.3, 10.4, 10.5];
  const fast = [8, 8.1, 8.2, 8.3, 8.4, 8.5];

  it("says better where the intervals lie apart, whichever direction is the better one", () => {
    expect(change(slow, fast, "wallMs")?.verdict).toBe("better");
    expect(change(slow, fast, "throughputRatio")?.verdict).toBe("better");
    expect(change(fast, slow, "wallMs")?.verdict).toBe("worse");
    expect(change(fast, slow, "throughputRatio")?.verdict).toBe("worse");
  });

  it("says unclear where the intervals overlap, or are of too few runs", () => {
    expect(change(slow, [10, 8, 8, 8, 8, 8], "wallMs")?.verdict).toBe("unclear");
    expect(change([10, 10], [8, 8], "wallMs")?.verdict).toBe("unclear");
  });

  it("tells how much it became of what it was", () => {
    expect(change([10], [5], "wallMs")).toMatchObject({ factor: 0.5, before: { median: 10_000 }, after: { median: 5000 } });
  });

  it("has no factor where there was nothing before", () => {
    const none = makeCase({ pairs: [{ raw: makeRun(8), engine: makeRun(8, { cpuSeconds: 0 }), service: null, boundMs: null }] });
    const compared = compareReports(makeReport({ cases: [none] }), makeReport({ cases: [caseOf([8])] }));
    const cpu = compared.cases[0]?.changes.find(({ variant, quantity }) => variant === "engine" && quantity === "cpuSeconds");
    expect(cpu?.factor).toBeNull();
  });

  it("leaves out what only one of them measured", () => {
    const without = makeCase({ memory: [], set: { ...makeCase().set, name: "web" } });
    const compared = compareReports(makeReport(), makeReport({ cases: [without] }));
    expect(compared).toMatchObject({ cases: [], onlyBefore: ["photos → webp"], onlyAfter: ["web → webp"] });
    const peak = compareReports(makeReport(), makeReport({ cases: [makeCase({ memory: [] })] })).cases[0]?.changes;
    expect(peak?.some(({ quantity }) => quantity === "peakBytes")).toBe(false);
  });

  it("takes trials in, contender by contender", () => {
    const [before, after] = [5, 10].map((seconds) => makeReport({ cases: [], trials: [makeTrial({ seconds })] }));
    const compared = compareReports(before ?? makeReport(), after ?? makeReport());
    expect(compared.cases.map(({ name }) => name)).toEqual(["small: photos → webp"]);
    const found = compared.cases[0]?.changes.find(({ variant, quantity }) => variant === "engine" && quantity === "wallMs");
    expect(found).toMatchObject({ factor: 2, verdict: "worse" });
  });

  it("names what differs between the machines, but for what differs every time", () => {
    const { machine, configuration } = makeReport();
    const after = makeReport({
      machine: { ...machine, cores: 4, loadAverage: [9, 9, 9] },
      configuration: { ...configuration, budgetBytes: 1 },
    });
    expect(compareReports(makeReport(), after).differences).toEqual(["machine.cores: 2 before, 4 after"]);
  });
});
