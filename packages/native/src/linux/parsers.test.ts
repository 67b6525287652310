import { expect, it } from "vitest";
import { parseMembership } from "./cgroupLevels.ts";
import { parseCount, parseKeyedValues } from "./keyedValues.ts";
import { parseMeminfo } from "./meminfo.ts";
import { parseCgroupMounts } from "./mounts.ts";

it("KiB become bytes and plain counts stay", () => {
  expect([...parseKeyedValues("VmRSS:\t    1628 kB\nanon 42\n")]).toEqual([
    ["VmRSS", 1_667_072],
    ["anon", 42],
  ]);
});

it("lines that are no single count are left out", () => {
  expect(parseKeyedValues("Name:\tnode\nUid:\t0\t0\t0\t0\nSigQ:\t0/96365\n\n-1 -1\n").size).toBe(0);
});

it.each([null, "max\n", "-1\n", "", "12 13", "0x10"])("%j is no count", (text) => expect(parseCount(text)).toBeNull());

it.each([
  ["0\n", 0],
  ["9223372036854771712\n", 2 ** 63 - 4096],
])("%j is a count", (text, count) => expect(parseCount(text)).toBe(count));

it("meminfo without a total is nothing", () => expect(parseMeminfo("MemFree: 1 kB\n")).toBeNull());

it("available memory is never more than the total", () => {
  expect(parseMeminfo("MemTotal: 1 kB\nMemAvailable: 2 kB\n")).toEqual({ totalBytes: 1024, availableBytes: 1024 });
});

it("a v1 mount tells its controllers, and optional fields are skipped", () => {
  const line = "36 31 0:33 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 master:2 - cgroup cgroup rw,cpu,cpuacct\n";
  expect(parseCgroupMounts(line)).toEqual([
    { version: 1, root: "/", mountPoint: "/sys/fs/cgroup/cpu,cpuacct", controllers: ["rw", "cpu", "cpuacct"] },
  ]);
});

it("other file systems and broken lines are left out", () => {
  expect(parseCgroupMounts("27 1 254:0 / / rw - ext4 /dev/vda rw\n\nnonsense\n1 2 - cgroup2 x y\n")).toEqual([]);
});

it("membership is found by controller in v1 and by the empty line in v2", () => {
  const text = "4:cpu,cpuacct:/a:b\n1:name=systemd:/x\n0::/c\nbroken\n";
  expect(parseMembership(text, 1, "cpu")).toBe("/a:b");
  expect(parseMembership(text, 1, "memory")).toBeNull();
  expect(parseMembership(text, 2, "memory")).toBe("/c");
});
