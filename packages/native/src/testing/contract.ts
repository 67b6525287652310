import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toWindowsLongPath } from "../longPath.ts";
import type { Native } from "../native.ts";
import { holdMemory, type MemoryHolder } from "./memoryHolder.ts";
import { describeProbe } from "./probeContract.ts";

const HELD_BYTES = 64 * 1024 * 1024;
const NOT_PIDS = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 32 + process.pid];
const onLinux = process.platform === "linux";

/** What every implementation of `Native` keeps, on the running machine. */
export function describeNativeContract(kind: Native["kind"], implementation: () => Native): void {
  describe(`the ${kind} implementation`, () => {
    it("names itself", () => expect(implementation().kind).toBe(kind));
    describeSystem(implementation);
    describeProcesses(implementation);
    describeProbe(implementation);
    describePaths(implementation);
  });
}

function describeSystem(implementation: () => Native): void {
  it("tells whole bytes of memory: available within total, a limit below total or null", () => {
    const { totalBytes, availableBytes, limitBytes } = implementation().systemMemory();
    expect(Number.isSafeInteger(totalBytes) && totalBytes > 0).toBe(true);
    expect(Number.isSafeInteger(availableBytes) && availableBytes >= 0 && availableBytes <= totalBytes).toBe(true);
    expect(limitBytes === null || (limitBytes > 0 && limitBytes < totalBytes)).toBe(true);
    expect(availableBytes).toBeLessThanOrEqual(limitBytes ?? totalBytes);
  });

  it("tells a quota of cores above zero, or null", () => {
    const quota = implementation().cpuQuota();
    expect(quota === null || quota > 0).toBe(true);
  });
}

function describeProcesses(implementation: () => Native): void {
  let holder: MemoryHolder;
  beforeAll(async () => {
    holder = await holdMemory(HELD_BYTES);
  });
  afterAll(() => holder.end());

  it("tells this process's resident memory and a peak not below it", () => {
    const [memory] = implementation().processMemory([process.pid]);
    expect(memory).toMatchObject({ pid: process.pid, residentBytes: expect.any(Number), peakResidentBytes: expect.any(Number) });
    expect(memory?.peakResidentBytes).toBeGreaterThanOrEqual(memory?.residentBytes ?? Number.POSITIVE_INFINITY);
  });

  it("answers for each pid in order, null for one that names no process", () => {
    const memories = implementation().processMemory([...NOT_PIDS, process.pid, 2 ** 31 - 2]);
    expect(memories.map((memory) => memory?.pid ?? null)).toEqual([...NOT_PIDS.map(() => null), process.pid, null]);
    expect(implementation().processMemory([])).toEqual([]);
  });

  it("tells a process's share of pages that others use too, null for what is no process", () => {
    const mapped = implementation().mappedMemory(process.pid);
    if (onLinux) {
      expect(mapped?.shareBytes).toBeGreaterThan(0);
      expect(mapped?.shareBytes).toBeLessThanOrEqual(mapped?.mappedBytes ?? 0);
    } else expect(mapped).toBeNull();
    expect([...NOT_PIDS, 2 ** 31 - 2].map((pid) => implementation().mappedMemory(pid))).toEqual([...NOT_PIDS, 0].map(() => null));
  });

  it("resets no peak of what is no process", () => {
    expect(NOT_PIDS.map((pid) => implementation().resetPeak(pid))).toEqual(NOT_PIDS.map(() => false));
  });

  it.runIf(onLinux)(
    "tells a child's memory; its peak stays when it lets go, falls on reset, and it is null once it has ended",
    async () => {
      const child = () => implementation().processMemory([holder.pid])[0] ?? null;
      expect(child()?.residentBytes).toBeGreaterThan(HELD_BYTES);
      // What it holds is its own: the pages of files are the rest.
      expect((child()?.residentBytes ?? 0) - (child()?.fileBytes ?? 0)).toBeGreaterThan(HELD_BYTES);
      expect(child()?.fileBytes).toBeGreaterThan(0);
      await holder.hold(0);
      expect(child()?.residentBytes).toBeLessThan((child()?.peakResidentBytes ?? 0) - HELD_BYTES / 2);
      const peakBytes = child()?.peakResidentBytes ?? 0;
      expect(implementation().resetPeak(holder.pid)).toBe(true);
      expect(child()?.peakResidentBytes).toBeLessThan(peakBytes - HELD_BYTES / 2);
      await holder.end();
      expect(child()).toBeNull();
      expect(implementation().resetPeak(holder.pid)).toBe(false);
    },
  );

  it.skipIf(onLinux)("resets no peak off Linux", () => expect(implementation().resetPeak(process.pid)).toBe(false));
}

/** Long, short, dotted, with slashes, a lone surrogate (a name Windows allows), and a NUL. */
const PATHS = [
  "a.jpg",
  "/a/../b",
  "C:/x",
  `/${"a".repeat(400)}`,
  `${"é😀".repeat(200)}.jpg`,
  `\ud800${"b".repeat(300)}`,
  "",
  "a\0b",
];

function describePaths(implementation: () => Native): void {
  it.each(PATHS)("gives %j back as Windows needs it, or unchanged on any other system", (path) => {
    const expected = process.platform === "win32" ? toWindowsLongPath(path, process.cwd()) : path;
    expect(implementation().longPath(path)).toBe(expected);
  });
}
