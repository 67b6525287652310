import { native } from "@pixelmill/native";
import { ownMemory } from "../pool/ownMemory.ts";

/**
 * What processes use together, in bytes: own pages summed; pages of files (Node, libvips) counted once, as the processes share
 * them. Within a few megabytes that is the sum of the proportional set sizes, which the kernel takes 12 ms a process to add up.
 */
export function usedTogether(processes: readonly { readonly ownBytes: number; readonly fileBytes: number }[]): number {
  const own = processes.reduce((sum, { ownBytes }) => sum + ownBytes, 0);
  return own + Math.max(0, ...processes.map(({ fileBytes }) => fileBytes));
}

/** Bytes that these processes use together now, null where the system tells of none of them. */
export function usedBytes(pids: readonly number[]): number | null {
  const told = native.processMemory(pids).filter((memory) => memory !== null);
  if (told.length === 0) return null;
  return usedTogether(told.map((memory) => ({ ownBytes: ownMemory(memory), fileBytes: memory.fileBytes ?? 0 })));
}
