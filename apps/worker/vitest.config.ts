import { configDefaults, defineConfig } from "vitest/config";

/** Real processes on a machine that may be busy: these bounds end what hangs, they measure nothing. */
const timeouts = { testTimeout: 120_000, hookTimeout: 60_000 };

/** Tests that start processes. */
const processes = "{integration,full}.test.ts";

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
      project("worker's programs", 1, 2, { include: [`src/**/*.${processes}`] }),
    ],
  },
});
