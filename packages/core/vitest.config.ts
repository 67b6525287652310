import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "core",
    include: ["{src,test}/**/*.test.ts"],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.test.ts", "src/**/testing/**"],
      reporter: ["text-summary", "html"],
      thresholds: { branches: 100 },
    },
  },
});
