import { configDefaults, defineConfig } from "vitest/config";

/** Real processes on a machine that may be busy: these bounds end what hangs, they measure nothing. */
const timeouts = { testTimeout: 120_000, hookTimeout: 60_000 };

/** Tests that start processes. */
const processes = "{integration,full}.test.ts";

/** Those that look at encoders themselves: how they start, what they take, how they end. A neighbour would be in the picture. */
const observed = "pool";

/** Projects run one after the other. `exclude` is left alone where it can be: one of its own would replace that of the command line. */
const project = (
  name: string,
  groupOrder: number,
  maxWorkers: number | string,
  files: { include: string[]; exclude?: string[] },
) => ({
  test: { ...timeouts, ...files, name, maxWorkers, sequence: { groupOrder } },
});

export default defineConfig({
  test: {
    projects: [
      project("worker", 0, "100%", {
        include: ["src/**/*.test.ts"],
        exclude: [...configDefaults.exclude, `src/**/*.${processes}`],
      }),
      project("worker's programs", 1, 2, { include: [`src/*.${processes}`, `src/!(${observed})/**/*.${processes}`] }),
      project("worker's encoders", 2, 1, { include: [`src/${observed}/**/*.${processes}`] }),
    ],
  },
});
