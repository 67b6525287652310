import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "worker",
    include: ["src/**/*.test.ts"],
    // Real processes on a machine that may be busy: these bounds end what hangs, they measure nothing.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
