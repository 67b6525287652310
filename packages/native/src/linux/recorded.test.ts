import { describe, expect, it } from "vitest";
import { recordedCases } from "../testing/fixtures.ts";
import { linuxCpuQuota } from "./cpuQuota.ts";
import { linuxProcessMemory } from "./processMemory.ts";
import { linuxSystemMemory } from "./systemMemory.ts";

describe("memory and CPU quota of a recorded system", () => {
  it.each(recordedCases("system"))("$name", ({ read, expected }) => {
    const memory = linuxSystemMemory(read);
    expect(memory === null ? null : { ...memory, cpuQuota: linuxCpuQuota(read) }).toEqual(expected);
  });
});

describe("memory of a recorded process", () => {
  it.each(recordedCases("processes"))("$name", ({ read, expected }) => {
    expect(linuxProcessMemory(read, 4242)).toEqual(expected);
  });
});
