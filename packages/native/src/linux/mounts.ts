/** One cgroup mount of /proc/self/mountinfo. */
export interface CgroupMount {
  version: 1 | 2;
  /** The cgroup shown at the mount point; `/` unless a container runtime mounted a subtree. */
  root: string;
  mountPoint: string;
  /** The v1 controllers of the mount, such as `cpu` and `cpuacct`; empty for v2. */
  controllers: string[];
}

/** The cgroup mounts among the lines of /proc/self/mountinfo (proc(5)): `id parent dev root point options… - type source super`. */
export function parseCgroupMounts(mountinfo: string): CgroupMount[] {
  return mountinfo.split("\n").flatMap((line) => {
    const [before, after] = line.split(" - ", 2);
    const [, , , root, mountPoint] = before?.split(" ") ?? [];
    const [type, , options] = after?.split(" ") ?? [];
    if (root === undefined || mountPoint === undefined || (type !== "cgroup" && type !== "cgroup2")) return [];
    const version = type === "cgroup2" ? 2 : 1;
    const controllers = version === 1 ? (options ?? "").split(",") : [];
    return [{ version, root: unescapeOctal(root), mountPoint: unescapeOctal(mountPoint), controllers }];
  });
}

/** The kernel writes space, tab, newline and backslash of a path as three octal digits. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
