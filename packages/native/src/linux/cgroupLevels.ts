import { type CgroupMount, parseCgroupMounts } from "./mounts.ts";
import type { ReadText } from "./readText.ts";

/** A directory of a cgroup this process is in, with the version that names its files. */
export interface CgroupLevel {
  version: 1 | 2;
  directory: string;
}

/** The v1 controllers asked for; v2 has one tree for all. */
export type Controller = "memory" | "cpu";

/** Every cgroup from this process's own up to the mount point, for one controller, in the v1 tree and in the v2 tree. */
export function cgroupLevels(read: ReadText, controller: Controller): CgroupLevel[] {
  const membership = read("/proc/self/cgroup") ?? "";
  const mounts = parseCgroupMounts(read("/proc/self/mountinfo") ?? "");
  return ([1, 2] as const).flatMap((version) => {
    const path = parseMembership(membership, version, controller);
    if (path === null) return [];
    const mount = coveringMount(mounts, path, version, controller);
    return mount === null ? [] : directoriesUpwards(mount, path).map((directory) => ({ version, directory }));
  });
}

/** The cgroup path of a line `id:controllers:path` of /proc/self/cgroup (cgroups(7)); v2's line is `0::path`. */
export function parseMembership(text: string, version: 1 | 2, controller: Controller): string | null {
  for (const line of text.split("\n")) {
    const [id, controllers, ...path] = line.split(":");
    if (controllers === undefined || path.length === 0) continue;
    const matches = version === 2 ? id === "0" && controllers === "" : controllers.split(",").includes(controller);
    if (matches) return path.join(":");
  }
  return null;
}

/** The mount that shows most of the path; one that does not show it at all is still better than none. */
function coveringMount(mounts: CgroupMount[], path: string, version: 1 | 2, controller: Controller): CgroupMount | null {
  const fitting = mounts.filter(
    (mount) => mount.version === version && (version === 2 || mount.controllers.includes(controller)),
  );
  const depth = (mount: CgroupMount) => (pathBelow(mount.root, path) === null ? -1 : mount.root.length);
  return fitting.reduce<CgroupMount | null>((best, mount) => (best === null || depth(mount) > depth(best) ? mount : best), null);
}

/** Segments of `path` below `root`; null where it lies outside, as it does for a process moved out of its cgroup namespace. */
function pathBelow(root: string, path: string): string[] | null {
  const rootSegments = root.split("/").filter(Boolean);
  const segments = path.split("/").filter(Boolean);
  if (segments.includes("..") || rootSegments.some((segment, index) => segments[index] !== segment)) return null;
  return segments.slice(rootSegments.length);
}

function directoriesUpwards(mount: CgroupMount, path: string): string[] {
  const segments = pathBelow(mount.root, path) ?? [];
  const base = mount.mountPoint === "/" ? "" : mount.mountPoint;
  return segments.map((_, index) => [base, ...segments.slice(0, segments.length - index)].join("/")).concat(base);
}
