import { compareReports } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { bytes, duration, short, shortDuration, significant } from "../../report/numbers.ts";
import { tableText } from "../../report/table.ts";
import { makeReport } from "../testing/sampleReport.ts";
import { intervalText } from "./numbers.ts";
import { comparisonText, reportText } from "./terminal.ts";

describe("numbers", () => {
  it.each([
    [0, "0"],
    [0.012345, "0.0123"],
    [0.00000123, "0.0000"],
    [9.876, "9.88"],
    [123.4, "123"],
    [9.999, "10.0"],
    [98765, "98800"],
  ])("%d is written %s", (value, text) => {
    expect(significant(value)).toBe(text);
  });

  it("have units, and a dash where they are unknown", () => {
    expect([duration(950), duration(1234), duration(null)]).toEqual(["950 ms", "1.23 s", "–"]);
    expect([bytes(1.5e6), bytes(null)]).toEqual(["1.5 MB", "–"]);
    expect([short(1234), short(0.1 + 0.2), shortDuration(1500), shortDuration(0)]).toEqual(["1234", "0.3", "1.5 s", "0 ms"]);
  });

  it("come with how far they can be trusted", () => {
    const estimate = { median: 0.97, low: 0.95, high: 0.99, coverage: 0.96875, count: 6 };
    expect(intervalText("throughputRatio", estimate)).toBe("0.950–0.990 (96.9 %, n = 6)");
    expect(intervalText("throughputRatio", { ...estimate, coverage: 0.5, count: 2 })).toBe("0.950–0.990 (50 %, n = 2)");
    expect(intervalText("peakBytes", { ...estimate, coverage: 0, count: 1 })).toBe("one run");
  });
});

describe("a table in the terminal", () => {
  const table = {
    title: "T",
    head: ["", "much"],
    rows: [
      ["a", "1"],
      ["longer", "100"],
    ],
  };

  it("has aligned columns, its note below", () => {
    expect(tableText({ ...table, note: "N" })).toBe("T\n        much\n──────  ────\na          1\nlonger   100\nN\n");
  });

  it("has text to the left", () => {
    expect(tableText({ ...table, text: true })).toBe("T\n        much\n──────  ────\na       1\nlonger  100\n");
  });
});

const noScenarios = {
  budgets: [],
  trials: [],
  quality: [],
  latency: null,
  interference: null,
  bombs: [],
  growth: null,
  idle: null,
};

describe("a report in the terminal", () => {
  const text = reportText(makeReport());

  it.each([
    "cpuModel",
    "plan.inFlight",
    "allocator.MALLOC_ARENA_MAX",
    "pixelmill bench photos",
    "photos → webp q70 at longest 1920: 4 files, 40.0 MP, 12 MB",
    "Raw sharp has 3 tasks in flight (tried 2: 900 ms, 3: 800 ms).",
    "Headers were read within 80.0 ms, beside the encodes, for 50.0 ms of CPU time.",
    "Lower bound: 1.50 s",
    "corruptImage",
    "Service ÷ raw sharp, p50: 1.24; 10.0 ms more. 3 requests.",
    "Le Boudec",
    "Budgets: photos → jpeg: 4 files",
    "split: photos → jpeg: 4 files, 40.0 MP, 12 MB",
    "Made of photos. raw sharp: 1 failed. 2 × 1: 1 failed.",
    "A task more than in raw sharp",
    "Background: 20 files, 240 MP.",
    "Memory of the service during a job of 10000 small files",
    "2 encoders were warm.",
  ])("says %s", (part) => {
    expect(text).toContain(part);
  });

  it("shows memory against the budget, and none for raw sharp", () => {
    expect(text).toMatch(/raw sharp\s+200 MB\s+700 MB\s+–\s+250\s+–\s+20\.0 ms/);
    expect(text).toMatch(/engine\s+200 MB\s+510 MB\s+500 MB\s+250\s+3\s+20\.0 ms/);
  });

  it("sets contenders of a trial against the first one", () => {
    expect(text).toMatch(/Throughput ÷ raw sharp\s+2 × 1\s+0\.952\s+0\.952–0\.952/);
    expect(text).toMatch(/raw sharp\s+2\.00 s\s+1\.50\s+15\.0\s+4\.00 s\s+1\.33 s\s+–\s+300 MB/);
    // 100 ms of 3 images, and 200 ms of CPU time.
    expect(text).toMatch(/2 × 1\s+33\.3 ms\s+66\.7 ms/);
  });

  it("says which images a budget refused that would have fitted", () => {
    expect(text).toMatch(/engine\s+512 MB\s+512 MB\s+200 MB\s+490 MB\s+300\s+0\s+20\.0 ms\s+6\.00 s\s+2\s+1/);
    expect(text).toMatch(/huge\.jpg\s+engine\s+512 MB\s+exceedsMemory\s+300 MB\s+312 MB\s+yes/);
    expect(text).toMatch(/photos\s+engine\s+512 MB\s+exceedsMemory\s+400 MB\s+312 MB\s+no/);
  });

  it("says how well a score was met, and which images missed it", () => {
    expect(text).toContain("A score that is asked for: photos at longest 1920, 2 files, 4.00 MP");
    expect(text).toMatch(/jpeg, 75\s+1 of 2\s+76\.0–79\.5\s+3\.00\s+4\s+200 kB\s+0\s+88\s+250 kB\s+20\.0 %\s+0\.500/);
    expect(text).toMatch(/avif, 75\s+1 of 1\s+76\.0–76\.0\s+2\.00\s+2\s+100 kB\s+0\s+none\s+–\s+–/);
    expect(text).toMatch(/far\.jpg\s+jpeg\s+79\.5\s+80\.0\s+4\n/);
  });

  it("sets presets and others' encodes side by side with what they cost", () => {
    expect(text).toMatch(/webp, fast\s+100 kB\s+10\.0 %\s+76\.0\s+76\.0\s+76\.0\s+0\.500/);
    expect(text).toMatch(/webp, sharp's defaults\s+1 of 3\s+76\.0\s+100 kB\s+0\.500\s+70\.5\s+0\.900\s+2\.000/);
    expect(text).toMatch(/balanced\s+1\s+3 MB\s+2 MB\s+1\s+1\.000\s+0\.250/);
    expect(text).toMatch(/each file\s+40\.0 MP\s+0\.200\s+123/);
  });

  it("names what came out larger, and what failed", () => {
    expect(text).toMatch(/balanced\s+5\s+2\s+5 MB\s+3 MB\s+1\s+1\n/);
    expect(text).toMatch(/photos\s+balanced\s+1 MB\s+1\.5 MB\nbroken\.jpg\s+balanced\s+–\s+corruptImage/);
  });

  it("says what the service takes when it is idle, how it grows, and who waited too long", () => {
    expect(text).toMatch(/web app\s+0\.100\nworker\s+0\.200\nencoders\s+0\.050\nall\s+0\.350/);
    expect(text).toMatch(/growth\s+\+8\.0 %\s+\+0\.0 %\s+\+2\.0 %/);
    expect(text).toMatch(/background job\s+2\s+1\.10 s\s+1\.00 s\s+1\.50 s\s+1\n/);
  });

  it("sets a job beside bombs against the same job alone, and says what became of the bombs", () => {
    expect(text).toContain("A job of 16 photos, 192 MP, to jpeg, beside 2 bombs and alone; raised limits");
    expect(text).toMatch(/Wall time\s+alone\s+9\.00 s\s+8\.00 s–10\.0 s \(50 %, n = 2\)/);
    expect(text).toMatch(/Time beside ÷ alone\s+1\.900\s+1\.800–2\.000/);
    expect(text).toContain("exceedsMemory (photos); running (slow.jpg).");
  });

  it("leaves out what was not measured", () => {
    const [only] = makeReport().cases;
    const cases = only === undefined ? [] : [{ ...only, pairs: [], memory: [], failures: [] }];
    const nothing = reportText({ ...makeReport(), cases, ...noScenarios });
    expect(nothing).not.toContain("Memory of");
    expect(nothing).not.toContain("Budgets");
    expect(nothing).not.toContain("idle service");
    expect(nothing).not.toContain("Failed");
    expect(nothing).not.toContain("Against raw sharp");
    expect(nothing).not.toContain("HTTP request");
    expect(nothing).not.toContain("bombs");
  });
});

describe("a comparison in the terminal", () => {
  it("names both files, every change, and what only one of them has", () => {
    const text = comparisonText(compareReports(makeReport(), makeReport()), { before: "a.json", after: "b.json" });
    expect(text).toMatch(/Before: a\.json\nAfter: b\.json/);
    expect(text).toMatch(/Throughput ÷ raw sharp\s+engine\s+0\.995\s+0\.995\s+\+0\.0 %\s+unclear/);
    const apart = comparisonText(compareReports(makeReport("x"), makeReport("y")), { before: "a", after: "b" });
    expect(apart).toContain("Only before: x → webp q70 at longest 1920.");
    expect(apart).toContain("Only after: y → webp q70 at longest 1920.");
  });
});
