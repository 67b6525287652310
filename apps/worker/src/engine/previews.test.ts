import { CostModel, failure } from "@pixelmill/core";
import { afterEach, expect, it, vi } from "vitest";
import { silentLog } from "../pool/log.ts";
import { openSandbox } from "../pool/sandbox/sandbox.ts";
import { SideEncoder } from "../pool/sideEncoder.ts";
import { anId, anInfo } from "../store/testing/samples.ts";
import { Previews, type SideRoom } from "./previews.ts";

afterEach(() => vi.restoreAllMocks());

const wish = () => ({ id: anId(), info: anInfo, sourceFile: "none", isWanted: () => true });

const previewsIn = (reserve: () => SideRoom, waitMs = 0) =>
  new Previews({ desksDir: "none", sandbox: openSandbox(), log: silentLog, model: new CostModel(), reserve, waitMs });

it("memory is reserved while a preview is made, and given back after it", async () => {
  const seen: number[] = [];
  const previews: Previews = previewsIn(() => {
    seen.push(previews.reservedBytes);
    return { isFree: true, mostBytes: 1e9 };
  });
  vi.spyOn(SideEncoder.prototype, "run").mockImplementation(async () => {
    seen.push(previews.reservedBytes);
    return { ok: true, value: null };
  });
  expect(await previews.make(wish(), async () => {})).toEqual({ ok: true, value: null });
  const [asked = 0, ...rest] = seen;
  expect(asked).toBeGreaterThan(50e6);
  expect(rest).toEqual([asked, 0]);
});

it("memory that tasks give back is waited for, and what they keep is not for ever", async () => {
  const run = vi.spyOn(SideEncoder.prototype, "run").mockResolvedValue({ ok: true, value: null });
  let looks = 0;
  const patient = previewsIn(() => ({ isFree: ++looks > 3, mostBytes: 1e9 }), 10_000);
  expect((await patient.make(wish(), async () => {})).ok).toBe(true);
  const never = previewsIn(() => ({ isFree: false, mostBytes: 1e9 }));
  expect(await never.make(wish(), async () => {})).toEqual({ ok: false, error: failure("memoryTaken") });
  expect(never.reservedBytes).toBe(0);
  expect(run).toHaveBeenCalledTimes(1);
});

it("what could never be had is refused at once", async () => {
  const previews = previewsIn(() => ({ isFree: false, mostBytes: 1000 }), 60_000);
  expect(await previews.make(wish(), async () => {})).toMatchObject({ ok: false, error: { code: "exceedsMemory" } });
});

it("one is made after the other", async () => {
  const running = Promise.withResolvers<void>();
  const run = vi.spyOn(SideEncoder.prototype, "run").mockImplementation(async () => {
    await running.promise;
    return { ok: true, value: null };
  });
  const previews = previewsIn(() => ({ isFree: true, mostBytes: 1e9 }));
  const both = [previews.make(wish(), async () => {}), previews.make(wish(), async () => {})];
  await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1));
  running.resolve();
  await Promise.all(both);
  expect(run).toHaveBeenCalledTimes(2);
});
