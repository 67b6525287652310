import { describe, expect, it } from "vitest";
import { canSeeProcesses, descendantsOf, survivorsOf } from "./support/processes.ts";
import { send } from "./support/rawRequest.ts";
import { type Stack, startStack, withoutBuild } from "./support/stack.ts";

describe("npm start", () => {
  it("prints an address that answers at once, and is all gone after SIGTERM", async () => {
    const stack = await startStack();
    const worker = await (canSeeProcesses ? stack.workerPid() : null);
    const encoders = worker === null ? [] : descendantsOf(worker);
    if (canSeeProcesses) expect(encoders.length).toBeGreaterThan(1);
    expect(stack.link).toMatch(/^http:\/\/localhost:\d+\/$/);
    expect((await send(stack.url, { path: "/", headers: { accept: "text/html" } })).status).toBe(200);
    expect(stack.output()).not.toMatch(/error|warn/i);
    await stack.stop();
    expect(survivorsOf(encoders)).toEqual([]);
    await expectClosed(stack);
  });

  it.runIf(canSeeProcesses)("is all gone when npm itself is told to stop", async () => {
    const stack = await startStack({}, ["npm", "start", "--", withoutBuild]);
    const started = descendantsOf(stack.pid);
    expect(started.length).toBeGreaterThan(4);
    await stack.stop();
    expect(survivorsOf(started)).toEqual([]);
    await expectClosed(stack);
  });
});

async function expectClosed(stack: Stack): Promise<void> {
  for (const url of [stack.url, stack.workerUrl]) await expect(send(url, { path: "/" })).rejects.toThrow("ECONNREFUSED");
}
