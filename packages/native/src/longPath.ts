/**
 * The longest path Windows takes without the `\\?\` prefix, in UTF-16 units: MAX_PATH, 260, less the terminating NUL
 * (learn.microsoft.com, Maximum Path Length Limitation). A folder's own path may only have 247, see `longFolderPath`.
 */
const MAX_PLAIN_PATH_UNITS = 259;

/**
 * The path with the `\\?\` (or `\\?\UNC\`) prefix when it, as given or made absolute, is longer than 259 UTF-16 units;
 * else, and when already prefixed, exactly the path given.
 *
 * The prefix switches off Windows' own reading of a path, so the result is absolute, with backslashes and without `.` and `..`.
 * Names are kept letter for letter, trailing dots and spaces too, as Node's own file functions keep them.
 * @param cwd absolute Windows path that relative paths start from. A path relative to another drive starts at that drive's root.
 */
export function toWindowsLongPath(path: string, cwd: string): string {
  if (path === "" || isPrefixed(path)) return path;
  const full = resolve(path, withoutPrefix(cwd));
  if (full === null || Math.max(path.length, full.length) <= MAX_PLAIN_PATH_UNITS) return path;
  return full.startsWith("\\\\") ? `\\\\?\\UNC\\${full.slice(2)}` : `\\\\?\\${full}`;
}

/** `\\?\` and `\\.\` in either slash, and `\??\`: paths that bypass the limit, or name a device. */
function isPrefixed(path: string): boolean {
  return /^(?:[\\/]{2}[?.][\\/]|\\\?\?\\)/.test(path);
}

function withoutPrefix(path: string): string {
  return path.replace(/^\\\\\?\\UNC\\/i, "\\\\").replace(/^\\\\\?\\/, "");
}

interface Split {
  /** `C:\` or `\\server\share\`; `C:` for a path relative to a drive; `\` for one from the root of the current drive; else empty. */
  root: string;
  rest: string;
}

/** Absolute and normalised; null where the path or the cwd can't be made absolute, such as `\\server` without a share. */
function resolve(path: string, cwd: string): string | null {
  const split = splitRoot(path);
  if (isAbsolute(split.root)) return join(split.root, split.rest);
  const base = splitRoot(cwd);
  if (!isAbsolute(base.root)) return null;
  if (split.root === "\\") return split.rest.startsWith("\\") || split.rest.startsWith("/") ? null : join(base.root, split.rest);
  const drive = split.root.toUpperCase();
  if (drive !== "" && drive !== base.root.slice(0, 2).toUpperCase()) return join(`${split.root}\\`, split.rest);
  return join(base.root, `${base.rest}\\${split.rest}`);
}

function splitRoot(path: string): Split {
  const drive = /^[A-Za-z]:/.exec(path)?.[0];
  if (drive !== undefined) {
    const rooted = /^[\\/]/.test(path.slice(2));
    return { root: rooted ? `${drive}\\` : drive, rest: path.slice(rooted ? 3 : 2) };
  }
  const unc = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)(?:[\\/]|$)/.exec(path);
  if (unc !== null) return { root: `\\\\${unc[1]}\\${unc[2]}\\`, rest: path.slice(unc[0].length) };
  return /^[\\/]/.test(path) ? { root: "\\", rest: path.slice(1) } : { root: "", rest: path };
}

function isAbsolute(root: string): boolean {
  return root.length > 2;
}

/** `..` at the root stays at the root, as on Windows. */
function join(root: string, rest: string): string {
  const segments: string[] = [];
  for (const segment of rest.split(/[\\/]+/)) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return root + segments.join("\\");
}
