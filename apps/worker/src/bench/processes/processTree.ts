import { allStats, childrenOf, commandOf, type ProcessStat } from "./procfs.ts";

/** Whether this system tells of processes what the benchmark asks: only Linux does. */
export const canSeeProcesses = process.platform === "linux";

/** CPU time of some processes and all they have started, dead ones included, in seconds; null where the system does not tell. */
export function treeCpuSeconds(roots: readonly number[]): number | null {
  if (!canSeeProcesses) return null;
  return sumOfTree(allStats(), roots);
}

/** CPU time of some processes alone, without what they have started and not waited for, in seconds; null as above. */
export function processCpuSeconds(pids: readonly number[]): number | null {
  if (!canSeeProcesses) return null;
  const own = allStats().filter(({ pid }) => pids.includes(pid));
  return own.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

/** Sums up a snapshot. A child that was waited for is in its parent's time, so nothing is lost and nothing counted twice. */
export function sumOfTree(stats: readonly ProcessStat[], roots: readonly number[]): number {
  const children = Map.groupBy(stats, ({ parent }) => parent);
  const byPid = new Map(stats.map((stat) => [stat.pid, stat]));
  const sum = (pid: number): number =>
    (byPid.get(pid)?.cpuSeconds ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child.pid), 0);
  return roots.reduce((total, root) => total + sum(root), 0);
}

/** The processes and all their descendants that are alive. */
export const treeOf = (roots: readonly number[]): number[] => roots.flatMap((root) => [root, ...treeOf(childrenOf(root))]);

/** The encoders kept for inspection below some processes: they are told by the desk they were given. */
export const inspectionPids = (roots: readonly number[]): number[] =>
  treeOf(roots).filter((pid) => commandOf(pid).some((word) => /[\\/]inspector-\d+$/.test(word)));
