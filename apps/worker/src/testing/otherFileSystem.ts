import { mkdir, mkdtemp, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The repository's folder of what git ignores. */
const ignored = join(import.meta.dirname, "../../../../tmp");

/** One of them at least is on a disk, and on most Linux systems one is in memory. */
const places = [tmpdir(), "/dev/shm", ignored];

/** A new, empty directory on another file system than that of `path`, absolute; `null` where there is none that takes one. */
export async function directoryOnOtherFileSystem(path: string): Promise<string | null> {
  const { dev } = await stat(path);
  await mkdir(ignored, { recursive: true });
  for (const place of places) {
    const found = await stat(place).catch(() => null);
    if (found === null || found.dev === dev) continue;
    const made = await mkdtemp(join(place, "pixelmill-")).catch(() => null);
    if (made !== null) return made;
  }
  return null;
}
