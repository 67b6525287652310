import { native, type ProcessMemory } from "@pixelmill/native";

/** Memory of one process that counts against the budget: shared pages by share where the system tells it, else all resident ones. */
export const countedBytes = (memory: ProcessMemory): number => memory.proportionalBytes ?? memory.residentBytes;

/** Bytes that these processes use together; null where the system tells of none of them. */
export function usedBytes(pids: readonly number[]): number | null {
  const told = native.processMemory(pids).filter((memory) => memory !== null);
  return told.length === 0 ? null : told.reduce((sum, memory) => sum + countedBytes(memory), 0);
}
