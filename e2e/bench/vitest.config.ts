import { defineConfig } from "vitest/config";

/** The browser benchmark, which passes or fails by nothing that it measures. */
export default defineConfig({
  test: {
    name: "browser benchmark",
    root: import.meta.dirname,
    include: ["*.bench.ts"],
    globalSetup: "../support/globalSetup.ts",
    setupFiles: "../support/setUpFile.ts",
    // Encoding ten thousand files takes minutes; these bounds end what hangs.
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
  },
});
