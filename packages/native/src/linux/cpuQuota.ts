import { type CgroupLevel, cgroupLevels } from "./cgroupLevels.ts";
import { parseCount } from "./keyedValues.ts";
import type { ReadText } from "./readText.ts";

/** Cores allowed by the CPU quota of this process's cgroups, the least of all levels; null without one. */
export function linuxCpuQuota(read: ReadText): number | null {
  const quotas = cgroupLevels(read, "cpu").flatMap((level) => quotaOf(read, level) ?? []);
  return quotas.length === 0 ? null : Math.min(...quotas);
}

/** v2 keeps `quota period` (or `max period`) in one file, v1 each in its own, -1 for no quota; both in microseconds. */
function quotaOf(read: ReadText, { version, directory }: CgroupLevel): number | null {
  const [quota, period] =
    version === 2
      ? (read(`${directory}/cpu.max`)?.trim().split(" ") ?? [])
      : [read(`${directory}/cpu.cfs_quota_us`), read(`${directory}/cpu.cfs_period_us`)];
  const quotaUs = parseCount(quota ?? null);
  const periodUs = parseCount(period ?? null);
  return quotaUs && periodUs ? quotaUs / periodUs : null;
}
