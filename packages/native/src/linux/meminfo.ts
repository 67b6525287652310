import { parseKeyedValues } from "./keyedValues.ts";

/** The host's memory, in bytes. */
export interface HostMemory {
  totalBytes: number;
  availableBytes: number;
}

/** Parses /proc/meminfo; null where it has no total. Kernels before 3.14 give no MemAvailable: free plus page cache stands in. */
export function parseMeminfo(text: string): HostMemory | null {
  const values = parseKeyedValues(text);
  const totalBytes = values.get("MemTotal");
  if (totalBytes === undefined) return null;
  return { totalBytes, availableBytes: Math.min(totalBytes, values.get("MemAvailable") ?? estimateAvailable(values)) };
}

/** Shared memory is part of Cached, but can't be dropped. */
function estimateAvailable(values: Map<string, number>): number {
  const part = (name: string) => values.get(name) ?? 0;
  return part("MemFree") + part("Buffers") + Math.max(0, part("Cached") - part("Shmem"));
}
