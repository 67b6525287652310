import type { CgroupLevel } from "./cgroupLevels.ts";
import { parseCount, parseKeyedValues } from "./keyedValues.ts";
import type { ReadText } from "./readText.ts";

/** A memory limit of one cgroup and what is left of it, in bytes. */
export interface MemoryLimit {
  limitBytes: number;
  roomBytes: number;
}

/**
 * The limit of one cgroup; null without one. Room is the limit minus usage, where page cache is not counted as used. Of v2's two
 * limits the lower counts: past `memory.max` processes are killed, past `memory.high` they are slowed down until they are as good as.
 */
export function memoryLimitOf(read: ReadText, level: CgroupLevel): MemoryLimit | null {
  const stat = parseKeyedValues(read(`${level.directory}/memory.stat`) ?? "");
  const file = (name: string) => parseCount(read(`${level.directory}/${name}`));
  const limitBytes =
    level.version === 2
      ? least(file("memory.max"), file("memory.high"))
      : least(file("memory.limit_in_bytes"), stat.get(V1_OUTER_LIMIT));
  if (limitBytes === null) return null;
  const usageBytes = file(level.version === 2 ? "memory.current" : "memory.usage_in_bytes") ?? 0;
  const usedBytes = Math.max(0, usageBytes - pageCacheBytes(stat));
  return { limitBytes, roomBytes: Math.max(0, limitBytes - usedBytes) };
}

/** The least limit of this cgroup and all above it, also of those a container can't see. */
const V1_OUTER_LIMIT = "hierarchical_memory_limit";

/**
 * Page cache the kernel can drop: both lists of file pages. Not `file` or `cache`, which also hold tmpfs and shared memory.
 * v1 counts a cgroup's own pages under the plain name and those of its whole tree, as usage does, under `total_`.
 */
function pageCacheBytes(stat: Map<string, number>): number {
  const part = (name: string) => stat.get(`total_${name}`) ?? stat.get(name) ?? 0;
  return part("inactive_file") + part("active_file");
}

function least(...values: (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value !== null && value !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}
