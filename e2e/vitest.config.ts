import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "end to end",
    include: ["**/*.test.ts"],
    globalSetup: "support/globalSetup.ts",
    setupFiles: "support/setUpFile.ts",
    // Each file starts a whole Pixelmill and a browser: two at once would only wait for each other.
    fileParallelism: false,
    // Real work on a machine that may be busy: these bounds end what hangs, they measure nothing.
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
