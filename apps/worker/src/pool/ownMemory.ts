import { native, type ProcessMemory } from "@pixelmill/native";

/** Memory that is a process's alone, in bytes: pages of files, Node and libvips, are shared by all encoders and count once, with the service. */
export const ownMemory = ({ residentBytes, fileBytes }: ProcessMemory): number => residentBytes - (fileBytes ?? 0);

/** The same now of a process; null where there is none, or the system does not tell. */
export function ownBytesOf(pid: number | null): number | null {
  const memory = pid === null ? null : native.processMemory([pid])[0];
  return memory ? ownMemory(memory) : null;
}
