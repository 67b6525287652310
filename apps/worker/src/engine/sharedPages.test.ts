import { expect, it, vi } from "vitest";
import { SharedPages } from "./sharedPages.ts";

const process = (pid: number, fileBytes: number) => ({ pid, ownBytes: 1000, fileBytes, mostOwnBytes: 1000 });

it("what is counted beyond the processes' own shares is held elsewhere", () => {
  const shared = new SharedPages((pid) => ({ 1: 20, 2: 15 })[pid] ?? null);
  expect(shared.elsewhereBytes).toBe(0);
  shared.look([process(1, 60), process(2, 65)], 0);
  expect(shared.elsewhereBytes).toBe(30);
});

it("where the shares are more than what is counted nothing is held elsewhere", () => {
  const shared = new SharedPages(() => 40);
  shared.look([process(1, 60), process(2, 65)], 0);
  expect(shared.elsewhereBytes).toBe(0);
});

it("where one share is unknown everything counts", () => {
  const shared = new SharedPages((pid) => (pid === 1 ? 5 : null));
  shared.look([process(1, 60), process(2, 65)], 0);
  expect(shared.elsewhereBytes).toBe(0);
});

it("is read when a process comes or goes, and every minute", () => {
  const readShare = vi.fn(() => 10);
  const shared = new SharedPages(readShare);
  const both = [process(1, 60), process(2, 65)];
  shared.look(both, 0);
  shared.look(both, 59_999);
  expect(readShare).toHaveBeenCalledTimes(2);
  shared.look(both, 60_000);
  expect(readShare).toHaveBeenCalledTimes(4);
  shared.look([process(2, 65)], 60_001);
  expect(readShare).toHaveBeenCalledTimes(5);
  expect(shared.elsewhereBytes).toBe(55);
});
