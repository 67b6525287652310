import { join } from "node:path";
import { expect, test } from "vitest";
import { allocatorEnvironment, encoderEnvironment } from "./environment.ts";

test("nothing of the parent's environment reaches an encoder but what starting it takes", () => {
  const parent = {
    ACCESS_TOKEN: "secret",
    PATH: "/bin",
    NODE_OPTIONS: "--inspect",
    SYSTEMROOT: "C:\\Windows",
    NODE_COMPILE_CACHE: "/cache",
  };
  const environment = encoderEnvironment("/desk", 2, parent);
  expect(environment).toEqual({
    ...allocatorEnvironment,
    VIPS_BLOCK_UNTRUSTED: "1",
    UV_THREADPOOL_SIZE: "4",
    TMPDIR: join("/desk", "out"),
    TEMP: join("/desk", "out"),
    NODE_ENV: "production",
    SYSTEMROOT: "C:\\Windows",
    NODE_COMPILE_CACHE: "/cache",
  });
});

test("the allocator gives freed images back", () => {
  expect(allocatorEnvironment).toEqual({
    MALLOC_ARENA_MAX: "2",
    MALLOC_TRIM_THRESHOLD_: "131072",
    MALLOC_MMAP_THRESHOLD_: "131072",
  });
});
