import { freemem, totalmem } from "node:os";
import { linuxCpuQuota } from "./linux/cpuQuota.ts";
import { linuxMappedMemory, linuxProcessMemory, linuxResetPeak } from "./linux/processMemory.ts";
import { readSystemText } from "./linux/readText.ts";
import { openStatm } from "./linux/statm.ts";
import { linuxSystemMemory } from "./linux/systemMemory.ts";
import { toWindowsLongPath } from "./longPath.ts";
import type { Native, ProcessMemory, SystemMemory } from "./native.ts";
import { startPortableProbe } from "./probe/portableProbe.ts";
import type { ProcessReader } from "./probe/sampler.ts";

const onLinux = process.platform === "linux";

/** The same interface without the addon: whole on Linux; elsewhere Node tells this process's own memory, not its children's. */
export const portable: Native = {
  kind: "portable",
  systemMemory: () => (onLinux ? linuxSystemMemory(readSystemText) : null) ?? nodeSystemMemory(),
  processMemory: (pids) => pids.map(onLinux ? (pid) => linuxProcessMemory(readSystemText, pid) : ownMemory),
  mappedMemory: (pid) => (onLinux ? linuxMappedMemory(readSystemText, pid) : null),
  resetPeak: (pid) => onLinux && linuxResetPeak(pid),
  startMemoryProbe: startPortableProbe,
  codecs: null,
  cpuQuota: () => (onLinux ? linuxCpuQuota(readSystemText) : null),
  longPath: (path) => (process.platform === "win32" ? toWindowsLongPath(path, process.cwd()) : path),
  decoders: null,
};

function nodeSystemMemory(): SystemMemory {
  return { totalBytes: totalmem(), availableBytes: freemem(), limitBytes: null };
}

/** resourceUsage gives the peak in KiB on every OS. */
function ownMemory(pid: number): ProcessMemory | null {
  if (pid !== process.pid) return null;
  const peakResidentBytes = process.resourceUsage().maxRSS * 1024;
  return { pid, residentBytes: process.memoryUsage.rss(), peakResidentBytes, fileBytes: null };
}

/** What a probe reads of a process; null where there is no such process, or Node does not tell. */
export function openProcess(pid: number): ProcessReader | null {
  if (onLinux) return openStatm(pid);
  const read = () => (pid === process.pid ? { ownBytes: process.memoryUsage.rss(), fileBytes: 0 } : null);
  return read() === null ? null : { read, close: () => {} };
}
