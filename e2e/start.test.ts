import { describe, expect, it } from "vitest";
import { canSeeProcesses, descendantsOf, survivorsOf } from "./support/processes.ts";
import { send } from "./support/rawRequest.ts";
import { startStack } from "./support/stack.ts";

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
    for (const url of [stack.url, stack.workerUrl]) await expect(send(url, { path: "/" })).rejects.toThrow("ECONNREFUSED");
  });
});
