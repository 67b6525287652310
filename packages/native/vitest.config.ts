import { defineConfig } from "vitest/config";

/** A cold `cargo test` compiles for about a minute and a half on 2 cores; the rest of the suite takes seconds. */
const CARGO_TIMEOUT_MS = 600_000;

export default defineConfig({
  test: { name: "native", include: ["src/**/*.test.ts"], testTimeout: CARGO_TIMEOUT_MS },
});
