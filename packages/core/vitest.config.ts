import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "core",
    // Properties play many worlds; a slow machine may take its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ["{src,test}/**/*.test.ts"],
    // All cores; what is left out by default is one, on a machine of two half of it.
    maxWorkers: "100%",
    // Core is pure: no file can leave anything behind for the next, and loading it anew for each took half of the time.
    isolate: false,
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.test.ts", "src/**/testing/**"],
      // What is not covered is named: a report in the browser is not to be had where the tests ran elsewhere.
      reporter: ["text-summary", ["text", { skipFull: true }], "html"],
      thresholds: { branches: 100 },
    },
  },
});
