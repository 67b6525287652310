import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { restartDelayMs } from "./backoff.ts";
import { type ReadyMessage, Service } from "./service.ts";

const module = path.join(import.meta.dirname, "testing/child.mjs");
const services: Service[] = [];

function makeService(mode: string, stopGraceMs = 10_000): Service {
  vi.stubEnv("CHILD_MODE", mode);
  const service = new Service({ name: "child", module, stopGraceMs });
  services.push(service);
  return service;
}

afterEach(async () => {
  for (const service of services.splice(0)) service.kill();
  vi.unstubAllEnvs();
});

/** The ids of the child and of the process it started, which the child sends as its address. */
function pidsOf({ url }: ReadyMessage): [child: number, grandchild: number] {
  const [child, grandchild] = new URL(url ?? "").pathname.slice(1).split("/").map(Number);
  return [child ?? 0, grandchild ?? 0];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const waitFor = (check: () => void) => vi.waitFor(check, { timeout: 15_000 });

describe("a service", () => {
  it("is ready when its process says so", async () => {
    const service = makeService("normal");
    const [child] = pidsOf(await service.start());
    expect(service.pid).toBe(child);
    expect(isAlive(child)).toBe(true);
  });

  it("that ends before it is ready is not tried again", async () => {
    const service = makeService("neverReady");
    await expect(service.start()).rejects.toThrow("child ended before it was ready (code 3)");
    expect(service.pid).toBeNull();
  });

  it("that stops leaves no process behind", async () => {
    const service = makeService("normal");
    const pids = pidsOf(await service.start());
    await service.stop();
    await waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]));
  });

  it("that does not stop is killed after the grace, with all it started", async () => {
    const service = makeService("stubborn", 50);
    const pids = pidsOf(await service.start());
    await service.stop();
    await waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]));
  });

  it("that crashes is started again, and nothing of the first process survives", async () => {
    const service = makeService("normal");
    const [child, grandchild] = pidsOf(await service.start());
    process.kill(child, "SIGKILL");
    await waitFor(() => expect([isAlive(child), isAlive(grandchild)]).toEqual([false, false]));
    await waitFor(() => expect(service.pid).not.toBeNull());
    expect(service.pid).not.toBe(child);
  });

  it("that was stopped while it waits to start again stays stopped", async () => {
    const service = makeService("normal");
    const [child] = pidsOf(await service.start());
    process.kill(child, "SIGKILL");
    await waitFor(() => expect(service.pid).toBeNull());
    await service.stop();
    await new Promise((resolve) => setTimeout(resolve, 2 * restartDelayMs(1)));
    expect(service.pid).toBeNull();
  });
});

describe("the delay before a restart", () => {
  it.each([
    [1, 250],
    [2, 500],
    [3, 1000],
    [6, 8000],
    [7, 10_000],
    [2000, 10_000],
  ])("after crash %i is %i ms", (crashes, delayMs) => {
    expect(restartDelayMs(crashes)).toBe(delayMs);
  });
});
