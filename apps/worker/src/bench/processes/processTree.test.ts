import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { canSeeProcesses, inspectionPids, sumOfTree, treeCpuSeconds, treeOf } from "./processTree.ts";
import { anonymousBytes, parseStat, sharedBytes } from "./procfs.ts";

describe("a line of /proc/PID/stat", () => {
  it("is read after the last parenthesis, since a name may hold any character", () => {
    const line = "4711 (node (a) 1 2) S 42 4711 4711 0 -1 4194304 100 0 0 0 150 50 25 25 20 0 11 0 1000 1 1";
    expect(parseStat(line)).toEqual({ pid: 4711, parent: 42, cpuSeconds: 2.5 });
  });
});

describe("the CPU time of a tree", () => {
  const stats = [
    { pid: 1, parent: 0, cpuSeconds: 100 },
    { pid: 10, parent: 1, cpuSeconds: 5 },
    { pid: 11, parent: 10, cpuSeconds: 3 },
    { pid: 12, parent: 11, cpuSeconds: 2 },
    { pid: 20, parent: 1, cpuSeconds: 7 },
  ];

  it("is that of the roots and all below, each once", () => {
    expect(sumOfTree(stats, [10])).toBe(10);
    expect(sumOfTree(stats, [10, 20])).toBe(17);
  });

  it("is nothing for a process that is not there", () => {
    expect(sumOfTree(stats, [99])).toBe(0);
  });
});

describe.skipIf(!canSeeProcesses)("processes on this system", () => {
  it("are found below the one that started them, with their time after they have ended too", async () => {
    const before = treeCpuSeconds([process.pid]) ?? 0;
    const busy = "const until = process.cpuUsage().user + 300_000; while (process.cpuUsage().user < until);";
    const child = spawn(process.execPath, ["-e", `${busy} process.stdin.resume();`], { stdio: ["pipe", "ignore", "ignore"] });
    expect(treeOf([process.pid])).toContain(child.pid);
    child.stdin.end();
    await once(child, "exit");
    expect(treeOf([process.pid])).not.toContain(child.pid);
    expect((treeCpuSeconds([process.pid]) ?? 0) - before).toBeGreaterThanOrEqual(0.3);
  });

  it("have memory of their own and a share of what all use", () => {
    expect(anonymousBytes(process.pid)).toBeGreaterThan(10e6);
    expect(sharedBytes(process.pid)).toBeGreaterThan(1e5);
    expect(sharedBytes(process.pid)).toBeLessThan(500e6);
  });

  it("that are gone have none", () => {
    expect([anonymousBytes(2 ** 30), sharedBytes(2 ** 30)]).toEqual([null, null]);
  });

  it("are for inspection where their desk says so", async () => {
    const child = spawn(process.execPath, ["-e", "process.stdin.resume()", "--", "/desks/inspection/inspector-3"], {
      stdio: "pipe",
    });
    await once(child, "spawn");
    expect(inspectionPids([process.pid])).toContain(child.pid);
    child.stdin.end();
    await once(child, "exit");
  });
});
