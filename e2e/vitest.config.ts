import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "end to end",
    include: ["**/*.test.ts"],
    globalSetup: "support/globalSetup.ts",
    setupFiles: "support/setUpFile.ts",
    // Each file starts a whole Pixelmill and a browser, and waits for them most of the time: two at once share the cores well.
    maxWorkers: 2,
    // Real work on a machine that may be busy: these bounds end what hangs, they measure nothing.
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
