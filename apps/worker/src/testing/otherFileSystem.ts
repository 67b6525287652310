import { mkdir, mkdtemp, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Of these one at least is on a disk, and on most Linux systems one is in memory. */
const ignored = join(import.meta.dirname, "../../../../tmp");
const places = [tmpdir(), "/dev/shm", ignored];

/** A new, empty directory on another file system than that of `path`, absolute; `null` where the machine has but one. */
export async function directoryOnOtherFileSystem(path: string): Promise<string | null> {
  const { dev } = await stat(path);
  await mkdir(ignored, { recursive: true });
  for (const place of places) {
    const found = await stat(place).catch(() => null);
    if (found !== null && found.dev !== dev) return mkdtemp(join(place, "pixelmill-"));
  }
  return null;
}
