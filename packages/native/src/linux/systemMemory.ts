import type { SystemMemory } from "../native.ts";
import { cgroupLevels } from "./cgroupLevels.ts";
import { memoryLimitOf } from "./cgroupMemory.ts";
import { parseMeminfo } from "./meminfo.ts";
import type { ReadText } from "./readText.ts";

/**
 * The host's memory narrowed by every cgroup limit above this process; null where /proc/meminfo can't be read.
 * A limit at or above the machine's memory limits nothing and counts as none; v1 writes "no limit" as such a number.
 */
export function linuxSystemMemory(read: ReadText): SystemMemory | null {
  const host = parseMeminfo(read("/proc/meminfo") ?? "");
  if (host === null) return null;
  const limits = cgroupLevels(read, "memory").flatMap((level) => {
    const limit = memoryLimitOf(read, level);
    return limit !== null && limit.limitBytes < host.totalBytes ? [limit] : [];
  });
  return {
    totalBytes: host.totalBytes,
    availableBytes: Math.min(host.availableBytes, ...limits.map((limit) => limit.roomBytes)),
    limitBytes: limits.length === 0 ? null : Math.min(...limits.map((limit) => limit.limitBytes)),
  };
}
