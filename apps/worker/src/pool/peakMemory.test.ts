import { expect, test } from "vitest";
import { parsePeak, peakBytes, resetPeak } from "./peakMemory.ts";

test("the peak is read in bytes", () => {
  expect(parsePeak("Name:\tnode\nVmPeak:\t  999999 kB\nVmHWM:\t   84012 kB\nVmRSS:\t   81000 kB\n")).toBe(84_012 * 1024);
});

test("a status without a peak, as of a process that has ended, tells nothing", () => {
  expect(parsePeak("Name:\tnode\nState:\tZ (zombie)\n")).toBeNull();
  expect(peakBytes(2 ** 30)).toBeNull();
});

test.skipIf(process.platform !== "linux")("after a reset the peak counts from what is resident", () => {
  const before = Buffer.alloc(64e6, 1).length;
  expect(resetPeak(process.pid)).toBe(true);
  const start = peakBytes(process.pid) ?? 0;
  const held = Buffer.alloc(50e6, 1);
  expect((peakBytes(process.pid) ?? 0) - start).toBeGreaterThan(40e6);
  expect(held.length + before).toBe(114e6);
});
