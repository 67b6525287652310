import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, it } from "vitest";
import { usedBytes } from "./processMemory.ts";

const heldBytes = 150e6;
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A process that holds so much memory, touched. */
async function holder(): Promise<number> {
  const script = `globalThis.held = Buffer.alloc(${heldBytes}, 1); process.stdout.write("holding"); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  await once(child.stdout, "data");
  return child.pid ?? 0;
}

it.runIf(process.platform === "linux")(
  "the memory of processes is what they hold themselves, however free or full the machine is",
  async () => {
    const [one, other] = [await holder(), await holder()];
    const alone = usedBytes([one]) ?? 0;
    // What they held before they were first looked at counts too.
    expect(alone).toBeGreaterThan(heldBytes);
    // Another process is none of theirs, and counts where it is named.
    expect(alone).toBeLessThan(2 * heldBytes);
    expect(usedBytes([one, other])).toBeGreaterThan(2 * heldBytes);
  },
);

it("the memory of no process is unknown, not some number", () => {
  expect(usedBytes([])).toBeNull();
  expect(usedBytes([2 ** 31 - 2])).toBeNull();
});
