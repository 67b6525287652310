import { join } from "node:path";

/**
 * The allocator of an encoder. glibc keeps freed image buffers in arenas of its own: with these three, and libvips' cache off, 24
 * photos two at a time peaked at 367 MB instead of 808 and left 98 MB instead of 698, for 1–2 % more CPU. Ignored by other C
 * libraries. Comparisons with plain sharp run it with the same values.
 */
export const allocatorEnvironment = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_TRIM_THRESHOLD_: "131072",
  MALLOC_MMAP_THRESHOLD_: "131072",
} as const;

/** Of the parent's environment: what Windows needs to start a process at all, and where Node keeps what it has compiled. */
const inherited = ["SYSTEMROOT", "WINDIR", "NODE_COMPILE_CACHE"] as const;

/**
 * The whole environment of an encoder; nothing else of the parent's reaches it, secrets least of all.
 * `VIPS_BLOCK_UNTRUSTED` turns off the loaders that libvips itself holds unsafe with strangers' files. `TMPDIR`: what libvips
 * can't hold in memory goes to the desk's `out`, where it is cleared away. `UV_THREADPOOL_SIZE`: each task occupies one thread of Node's pool for
 * as long as it runs (libvips has threads of its own below it), and two more keep file operations from waiting for encodes.
 */
export function encoderEnvironment(desk: string, inFlight: number, parent: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const out = join(desk, "out");
  const kept = inherited.flatMap((name) => (parent[name] === undefined ? [] : [[name, parent[name]]]));
  return {
    ...allocatorEnvironment,
    VIPS_BLOCK_UNTRUSTED: "1",
    UV_THREADPOOL_SIZE: String(inFlight + 2),
    TMPDIR: out,
    TEMP: out,
    NODE_ENV: "production",
    ...Object.fromEntries(kept),
  };
}
