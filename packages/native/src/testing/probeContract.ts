import { spawnSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Native } from "../native.ts";
import type { MemoryProbe, MemoryProbeSettings, MemoryReport } from "../probe/memoryProbe.ts";
import { holdMemory, type MemoryHolder } from "./memoryHolder.ts";

const MIB = 1024 * 1024;
const HELD_BYTES = 64 * MIB;
const GROWN_BYTES = 256 * MIB;
const NEVER_MS = 3_600_000;
const NO_SUCH_PID = 2 ** 31 - 2;
const onLinux = process.platform === "linux";

/** What every implementation of the memory probe keeps, on the running machine. */
export function describeProbe(implementation: () => Native): void {
  describe("its memory probe", () => {
    describeReports(implementation);
    describe.runIf(onLinux)("of a child", () => describeChild(implementation));
    describeEnds(implementation);
  });
}

function describeReports(implementation: () => Native): void {
  it("tells of this process what a direct look tells", async () => {
    const { until } = start(implementation(), settings({ processes: [own()] }));
    const { samples, processes } = await until(() => true);
    const [direct] = implementation().processMemory([process.pid]);
    expect(processes.map(({ pid }) => pid)).toEqual([process.pid]);
    const { ownBytes = 0, fileBytes = 0, mostOwnBytes } = processes[0] ?? {};
    expect(Math.abs(ownBytes + fileBytes - (direct?.residentBytes ?? 0))).toBeLessThan(32 * MIB);
    expect(mostOwnBytes).toBeGreaterThanOrEqual(ownBytes);
    expect(samples.at(-1)?.usedBytes).toBe(ownBytes + fileBytes);
  });

  it("tells of nobody where there is nobody", async () => {
    const { until } = start(implementation(), settings({ processes: [{ pid: NO_SUCH_PID, limitBytes: null }] }));
    const { samples, processes } = await until(() => true);
    expect(samples.filter(({ usedBytes }) => usedBytes > 0)).toEqual([]);
    expect(processes).toEqual([]);
  });

  it("tells each sample once, oldest first", async () => {
    const { until, reports } = start(implementation(), settings({ intervalMs: 1, reportMs: 10, processes: [own()] }));
    await until(() => reports.length === 5);
    const times = reports.flatMap(({ samples }) => samples.map(({ atMs }) => atMs));
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(times.length).toBeGreaterThan(reports.length);
  });

  it("refuses settings that make no sense", () => {
    for (const wrong of [
      { intervalMs: 0 },
      { reportMs: Number.NaN },
      { limitBytes: -1 },
      { processes: [{ pid: 0, limitBytes: null }] },
    ]) {
      expect(() => implementation().startMemoryProbe(settings(wrong), () => {})).toThrow(RangeError);
    }
  });

  it("follows changed settings at once", async () => {
    const { probe, until } = start(implementation(), settings({ intervalMs: NEVER_MS, reportMs: NEVER_MS }));
    await until(({ processes }) => processes.length === 0);
    probe.change(settings({ intervalMs: NEVER_MS, reportMs: NEVER_MS, processes: [own()] }));
    await until(({ processes }) => processes[0]?.pid === process.pid);
  });

  it("tells of every sample above the limit of all together, long before the period is over", async () => {
    const { probe, until, reports } = start(implementation(), settings({ reportMs: NEVER_MS, processes: [own()] }));
    await until(() => reports.length === 1);
    probe.change(settings({ reportMs: NEVER_MS, limitBytes: MIB, processes: [own()] }));
    await until(() => reports.length === 4);
  });
}

function describeChild(implementation: () => Native): void {
  let holder: MemoryHolder;
  beforeEach(async () => {
    holder = await holdMemory(HELD_BYTES);
  });
  afterEach(() => holder.end());
  const child = (limitBytes: number | null = null) => ({ pid: holder.pid, limitBytes });

  it("sees what came and went while the event loop was blocked", async () => {
    const { until, reports } = start(implementation(), settings({ processes: [child()] }));
    await until(({ processes }) => processes.length === 1);
    const before = reports.length;
    const blocked = blockWhile(implementation(), holder);
    expect(reports.length).toBe(before);
    await blocked;
    const late = () => reports.slice(before);
    await until(() => late().some(({ processes }) => processes.some(({ mostOwnBytes }) => mostOwnBytes > GROWN_BYTES)));
    expect(Math.max(...late().flatMap(({ samples }) => samples.map(({ usedBytes }) => usedBytes)))).toBeGreaterThan(GROWN_BYTES);
    await until(({ processes }) => (processes[0]?.ownBytes ?? 0) < GROWN_BYTES);
  });

  it("tells at once when it passes a limit of its own", async () => {
    const limit = child(GROWN_BYTES);
    const { until, reports } = start(implementation(), settings({ reportMs: NEVER_MS, processes: [limit] }));
    await until(() => reports.length === 1);
    await holder.hold(GROWN_BYTES);
    const { processes } = await until(() => true);
    expect(processes[0]?.mostOwnBytes).toBeGreaterThan(GROWN_BYTES);
  });

  it("counts own pages of each and pages of files once", async () => {
    const { until } = start(implementation(), settings({ processes: [own(), child()] }));
    const { samples, processes } = await until(({ processes: told }) => told.length === 2);
    const ownBytes = processes.reduce((sum, told) => sum + told.ownBytes, 0);
    expect(samples.at(-1)?.usedBytes).toBe(ownBytes + Math.max(...processes.map(({ fileBytes }) => fileBytes)));
    const files = processes.map(({ fileBytes }) => fileBytes);
    expect(Math.min(...files)).toBeGreaterThan(0);
    expect(processes[1]?.ownBytes).toBeGreaterThan(HELD_BYTES);
  });

  it("goes on with the others when it ends", async () => {
    const { until } = start(implementation(), settings({ processes: [child(), own()] }));
    await until(({ processes }) => processes.length === 2);
    await holder.end();
    await until(({ processes }) => processes.length === 1 && processes[0]?.pid === process.pid);
  });
}

/** Keeps the event loop busy while a child grows, stays so for a while, and shrinks; resolves when the child has said so. */
function blockWhile(native: Native, holder: MemoryHolder): Promise<unknown> {
  const childBytes = () => native.processMemory([holder.pid])[0]?.residentBytes ?? 0;
  const grown = holder.hold(GROWN_BYTES + HELD_BYTES);
  while (childBytes() < GROWN_BYTES + HELD_BYTES);
  const seenAt = performance.now();
  while (performance.now() - seenAt < 1000);
  const shrunk = holder.hold(0);
  while (childBytes() > GROWN_BYTES);
  return Promise.all([grown, shrunk]);
}

function describeEnds(implementation: () => Native): void {
  const index = JSON.stringify(new URL("../index.ts", import.meta.url).href);
  const ownOften = "{ intervalMs: 1, reportMs: 1, limitBytes: 1, processes: [{ pid: process.pid, limitBytes: null }] }";
  /** Runs a module with the probe of this kind; tells how it ended and what it printed. */
  const run = (script: string) => {
    const env = { ...process.env, PIXELMILL_NATIVE: implementation().kind === "portable" ? "portable" : "" };
    const source = `import { native } from ${index}; const settings = ${ownOften}; ${script}`;
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", source], {
      env,
      encoding: "utf8",
    });
    return { status, signal, stdout, stderr };
  };
  const fine = (stdout: string) => ({ status: 0, signal: null, stdout, stderr: "" });

  it("reports nothing after it is stopped", async () => {
    const { probe, until, reports } = start(implementation(), settings({ intervalMs: 1, reportMs: 1, processes: [own()] }));
    await until(() => reports.length === 3);
    probe.stop();
    probe.stop();
    const count = reports.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(reports.length).toBe(count);
  });

  it("does not keep its process running", () => {
    expect(run("native.startMemoryProbe(settings, () => {});")).toEqual(fine(""));
  });

  it("does not hinder an exit in the middle of a report", () => {
    expect(
      run("native.startMemoryProbe(settings, () => { console.log('told'); process.exit(); }); setInterval(() => {}, 1000);"),
    ).toEqual(fine("told\n"));
  });

  it("lets its process end after a stop", () => {
    const script =
      "const probe = native.startMemoryProbe(settings, () => { probe.stop(); clearInterval(timer); console.log('told'); });";
    expect(run(`const timer = setInterval(() => {}, 1000); ${script}`)).toEqual(fine("told\n"));
  });

  it("ends with a thread that started it", () => {
    const inThread = `import(${index}).then(({ native }) => native.startMemoryProbe(${ownOften}, () => postMessage("told"))); setInterval(() => {}, 1000);`;
    const source = `const { parentPort } = require("node:worker_threads"); const postMessage = (text) => parentPort.postMessage(text); ${inThread}`;
    const script = `const { Worker } = await import("node:worker_threads");
      for (let round = 0; round < 3; round += 1) {
        const thread = new Worker(${JSON.stringify(source)}, { eval: true, execArgv: [] });
        await new Promise((resolve) => thread.once("message", resolve));
        await thread.terminate();
      }
      console.log("ended");`;
    expect(run(script)).toEqual(fine("ended\n"));
  });
}

const own = () => ({ pid: process.pid, limitBytes: null });

const settings = (given: Partial<MemoryProbeSettings> = {}): MemoryProbeSettings => ({
  intervalMs: 5,
  reportMs: 20,
  limitBytes: null,
  processes: [],
  ...given,
});

interface Started {
  readonly probe: MemoryProbe;
  readonly reports: readonly MemoryReport[];
  /** Resolves with the first report from now on that is as wished. */
  until(wished: (report: MemoryReport) => boolean): Promise<MemoryReport>;
}

/** Starts a probe for as long as the test runs. */
function start(native: Native, given: MemoryProbeSettings): Started {
  const reports: MemoryReport[] = [];
  const waiting = new Set<(report: MemoryReport) => void>();
  const probe = native.startMemoryProbe(given, (report) => {
    reports.push(report);
    for (const tell of waiting) tell(report);
  });
  onTestFinished(() => probe.stop());
  const until = (wished: (report: MemoryReport) => boolean) =>
    new Promise<MemoryReport>((resolve) => {
      const tell = (report: MemoryReport) => {
        if (!wished(report)) return;
        waiting.delete(tell);
        resolve(report);
      };
      waiting.add(tell);
    });
  return { probe, reports, until };
}
