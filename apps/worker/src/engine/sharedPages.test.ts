import type { MappedMemory } from "@pixelmill/native";
import { expect, it, vi } from "vitest";
import { SharedPages } from "./sharedPages.ts";

const mapped = (mappedBytes: number, shareBytes: number): MappedMemory => ({ mappedBytes, shareBytes });

it("what is counted beyond the processes' own shares is held elsewhere", () => {
  const known: Readonly<Record<number, MappedMemory>> = { 1: mapped(60, 20), 2: mapped(65, 15) };
  const shared = new SharedPages((pid) => known[pid] ?? null);
  expect(shared.elsewhereBytes).toBe(0);
  shared.look([1, 2], 0);
  expect(shared.elsewhereBytes).toBe(30);
});

it("where the shares are more than what is counted nothing is held elsewhere", () => {
  const shared = new SharedPages(() => mapped(60, 40));
  shared.look([1, 2], 0);
  expect(shared.elsewhereBytes).toBe(0);
});

it("while one process is unknown what was known stays, and is read again soon", () => {
  const known = new Map([[1, mapped(60, 20)]]);
  const shared = new SharedPages((pid) => known.get(pid) ?? null);
  shared.look([1], 0);
  expect(shared.elsewhereBytes).toBe(40);
  shared.look([1, 2], 5000);
  expect(shared.elsewhereBytes).toBe(40);
  known.set(2, mapped(60, 30));
  shared.look([1, 2], 6000);
  expect(shared.elsewhereBytes).toBe(10);
});

it("is read when a process comes or goes, at most once a second, and every minute", () => {
  const read = vi.fn(() => mapped(65, 10));
  const shared = new SharedPages(read);
  shared.look([1, 2], 0);
  shared.look([1, 2], 59_999);
  expect(read).toHaveBeenCalledTimes(2);
  shared.look([1, 2], 60_000);
  expect(read).toHaveBeenCalledTimes(4);
  shared.look([2], 60_999);
  expect(read).toHaveBeenCalledTimes(4);
  shared.look([2], 61_000);
  expect(read).toHaveBeenCalledTimes(5);
  expect(shared.elsewhereBytes).toBe(55);
});
