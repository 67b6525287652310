import { compareReports } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { ticksTo } from "../../../report/html/scale.ts";
import { makeReport, sampleSimulation } from "../../testing/sampleReport.ts";
import { elementsOf } from "../../testing/wellFormed.ts";
import { comparisonPage } from "./comparisonPage.ts";
import { reportPage } from "./reportPage.ts";

const hostile = `<script>alert("1")</script> & 'x'.jpg`;

describe("axis values", () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [9, [0, 2, 4, 6, 8, 10]],
    [60, [0, 20, 40, 60]],
    [400e6, [0, 100e6, 200e6, 300e6, 400e6]],
  ])("up to %d are round", (most, ticks) => {
    expect(ticksTo(most).map((value) => Number(value.toPrecision(6)))).toEqual(ticks);
  });
});

describe("a simulation", () => {
  const html = reportPage({
    ...makeReport(),
    cases: [],
    budgets: [],
    trials: [],
    quality: [],
    simulations: [sampleSimulation(hostile)],
  });

  it("is drawn: each way of planning on each machine, and the lanes of a few runs", () => {
    expect(elementsOf(html).filter((name) => name === "svg")).toHaveLength(2);
    expect(html).toContain("Makespan ÷ bound on 2 cores");
    expect(html).toContain("Simulated lanes of 2 encoders, default");
    expect(html).toContain("order=arrival: × 1.500");
  });

  it("tells how far each way of planning is from the bound", () => {
    expect(html).toContain("<td>default</td><td>1.050</td>");
    expect(html).toContain("<td>order=arrival</td><td>1.500</td><td>first come, first served</td>");
    expect(html).toContain("the budget is 1 GB a core");
  });
});

describe("the page of a report", () => {
  const html = reportPage(makeReport());

  it("is well-formed, with a table beside every chart", () => {
    const elements = elementsOf(html);
    const count = (name: string) => elements.filter((each) => each === name).length;
    // Six of the case, one of each trial, of the budgets and of the encodes.
    expect(count("figure")).toBe(10);
    expect(count("svg")).toBe(10);
    expect(count("details")).toBe(10);
    expect(count("table")).toBeGreaterThanOrEqual(9 + 5);
  });

  it.each([
    "Throughput over time",
    "Encoder lanes",
    "Memory against the budget",
    "Batch sizes",
    "Tasks per encoder",
    "Wait and run times",
    "split: photos → jpeg: throughput ÷ that of raw sharp",
    "Budgets: photos → jpeg: peak of memory ÷ budget",
  ])("has the chart %s", (title) => {
    expect(html).toContain(`<figcaption>${title}`);
  });

  it("draws every task, every column, and the budget as a line", () => {
    expect(html.match(/<rect class="task /g)).toHaveLength(3);
    expect(html.match(/<rect class="task bad"/g)).toHaveLength(1);
    expect(html).toContain("6 and more: 1");
    expect(html).toContain('class="limit"');
    expect(html).not.toMatch(/NaN|Infinity|undefined/);
  });

  it("needs nothing from anywhere, and knows light and dark", () => {
    expect(html).not.toMatch(/src=|href="(?!data:)|url\(|@import|<script/);
    expect(html).toContain("prefers-color-scheme: dark");
  });

  it("takes names for what they are, whatever they hold", () => {
    const page = reportPage(makeReport(hostile));
    elementsOf(page);
    expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;.jpg");
  });

  it("can be drawn of a run in which nothing happened", () => {
    const report = makeReport();
    const cases = report.cases.map((of) => ({
      ...of,
      picture: { wallMs: 0, budgetBytes: 0, tasks: [], memory: [], batchSizes: [] },
    }));
    const page = reportPage({ ...report, cases });
    elementsOf(page);
    expect(page).not.toMatch(/NaN|Infinity/);
  });

  it("draws peaks against their budget, and contenders against the first", () => {
    expect(html).toContain("raw sharp, if it had 512 MB: × 1.758");
    expect(html).toContain("engine within 512 MB: × 0.957");
    expect(html).toContain("2 × 1: throughput: × 0.952");
  });

  it("has no charts where the engine and all scenarios were left out", () => {
    const report = { ...makeReport(), budgets: [], trials: [], quality: [] };
    expect(reportPage({ ...report, cases: report.cases.map((of) => ({ ...of, picture: null })) })).not.toContain("<figure");
  });
});

describe("the page of a comparison", () => {
  it("is well-formed, with a chart for everything that has numbers", () => {
    const page = comparisonPage(compareReports(makeReport(hostile), makeReport(hostile)), { before: hostile, after: "b.json" });
    expect(elementsOf(page).filter((name) => name === "svg")).toHaveLength(9);
    expect(page).toContain("After ÷ before");
    expect(page).not.toContain("<script");
  });
});
