import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { SystemMemory } from "./native.ts";
import { type LimitedCgroup, makeLimitedCgroup } from "./testing/limitedCgroup.ts";

const MIB = 1024 * 1024;
const LIMIT_BYTES = 512 * MIB;
const CACHED_BYTES = 192 * MIB;
/** Magic number of tmpfs (statfs(2)): its files are memory, no cache of a disk. */
const TMPFS = 0x0102_1994;

/** Tells the memory before and after it has written and read a file, whose pages the kernel then keeps. */
const script = (file: string): string => `
  import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
  import { native } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
  const before = native.systemMemory();
  const opened = openSync(${JSON.stringify(file)}, "w");
  const part = Buffer.alloc(${MIB}, 1);
  for (let written = 0; written < ${CACHED_BYTES}; written += part.length) writeSync(opened, part);
  fsyncSync(opened);
  closeSync(opened);
  console.log(JSON.stringify({ kind: native.kind, before, after: native.systemMemory() }));
`;

interface Told {
  readonly kind: string;
  readonly before: SystemMemory;
  readonly after: SystemMemory;
}

/** Runs the script in a process that was put below the limit before it became Node. */
function runIn(cgroup: LimitedCgroup, forced: string, file: string): Told {
  const shell = 'echo $$ > "$1" && exec "$2" --input-type=module -e "$3"';
  const env = { ...process.env, PIXELMILL_NATIVE: forced };
  const { stdout, stderr } = spawnSync("sh", ["-c", shell, "sh", cgroup.procsFile, process.execPath, script(file)], {
    env,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

describe.runIf(process.platform === "linux")("in a real cgroup below one with a memory limit", () => {
  it.for(["portable", ""])(
    "the limit is told and page cache is not counted as used (PIXELMILL_NATIVE=%j)",
    async (forced, context) => {
      const cgroup = makeLimitedCgroup(LIMIT_BYTES);
      if (cgroup === null)
        return context.skip("no cgroup with a memory limit can be made here: it takes root and a memory controller");
      const folder = mkdtempSync(join(tmpdir(), "pixelmill-cgroup-"));
      try {
        const { before, after } = runIn(cgroup, forced, join(folder, "file"));
        expect([before.limitBytes, after.limitBytes]).toEqual([LIMIT_BYTES, LIMIT_BYTES]);
        expect(before.availableBytes).toBeLessThan(LIMIT_BYTES);
        expect(before.availableBytes).toBeGreaterThan(LIMIT_BYTES / 2);
        if (statfsSync(folder).type === TMPFS)
          return context.skip("the folder of temporary files is in memory: it has no page cache");
        // The kernel's count of a cgroup lags a little behind.
        expect(cgroup.usageBytes()).toBeGreaterThan(0.75 * CACHED_BYTES);
        expect(after.availableBytes).toBeGreaterThan(before.availableBytes - CACHED_BYTES / 2);
      } finally {
        rmSync(folder, { recursive: true });
        await cgroup.remove();
      }
    },
  );
});
