import { describe, expect, it } from "vitest";
import { makeId, makeTask, simulate } from "../dispatch/testing/simulation.ts";
import { poolSize } from "./poolSize.ts";

const widths = (pool: ReturnType<typeof simulate>["pool"]) => pool.started.map(({ task }) => task.info.width);
const tasksOf = (...sizes: number[]) => sizes.map((width) => makeTask({ info: { width, height: 3000, bytes: 10_000 - width } }));

describe("order", () => {
  it.each([
    ["longestFirst", [4000, 900, 300]],
    ["largestFile", [300, 900, 4000]],
    ["arrival", [900, 4000, 300]],
  ] as const)("%s", (order, expected) => {
    const { dispatcher, pool } = simulate({ encoders: 1, config: { inFlight: 1, order } });
    dispatcher.submit(tasksOf(900, 4000, 300));
    pool.run();
    expect(widths(pool)).toEqual(expected);
  });

  it("of arrival puts what came later behind", () => {
    const { dispatcher, pool } = simulate({ encoders: 1, config: { inFlight: 1, order: "arrival" } });
    dispatcher.submit(tasksOf(3000, 900, 800));
    pool.at(1, () => dispatcher.submit(tasksOf(4000)));
    pool.run();
    expect(widths(pool)).toEqual([3000, 900, 800, 4000]);
  });
});

describe("balance", () => {
  it("even deals all tasks out once and for all, as many to each encoder and its share of the long ones", () => {
    const { dispatcher, pool } = simulate({ encoders: 3, config: { inFlight: 1, balance: "even" } });
    dispatcher.submit(tasksOf(1000, 900, 800, 700, 600, 500, 400));
    expect(pool.sent.map(({ tasks }) => tasks.map(({ info }) => info.width))).toEqual([
      [1000, 700, 400],
      [900, 600],
      [800, 500],
    ]);
    pool.run();
    expect(pool.sent).toHaveLength(3);
  });

  it("even leaves the slow encoder alone with its share; pull does not", () => {
    const makespan = (balance: "even" | "pull") => {
      const { dispatcher, pool } = simulate({
        encoders: 2,
        config: { inFlight: 1, balance },
        // Every other task takes ten times the estimate.
        fate: ({ info }) => ({ ms: info.width % 2 === 0 ? 1000 : 100 }),
      });
      dispatcher.submit(tasksOf(...Array.from({ length: 40 }, (_, index) => 1000 + index)));
      pool.run();
      return pool.now;
    };
    expect(makespan("even")).toBeGreaterThan(1.7 * makespan("pull"));
  });
});

describe("batch", () => {
  it("fixed is the same number of tasks, whatever they cost", () => {
    const { dispatcher, pool } = simulate({ encoders: 1, config: { batch: "fixed", firstBatch: 4 } });
    dispatcher.submit(tasksOf(...Array.from({ length: 10 }, () => 5000)));
    pool.run();
    expect(pool.sent.map(({ tasks }) => tasks.length)).toEqual([4, 4, 2]);
  });

  it("fixed, in order of arrival, leaves out a task that is found to need all memory, which runs alone", () => {
    // The large one wants 314 MB at worst and 235 MB at least; 300 MB are left, 5 % of which is enough for a small one.
    const config = { batch: "fixed", firstBatch: 4, order: "arrival" } as const;
    const { dispatcher, pool, ends } = simulate({ encoders: 1, budgetBytes: 70e6 + 300e6, config });
    const small = () => makeTask({ info: { width: 200, height: 200 } });
    dispatcher.submit([small(), makeTask({ info: { width: 9000, height: 5000 } }), small(), small()]);
    pool.run();
    expect(pool.sent.map(({ tasks }) => tasks.map(({ info }) => info.width))).toEqual([[200, 200, 200], [9000]]);
    expect(ends.map(({ result }) => result.status)).toEqual(Array.from({ length: 4 }, () => "optimized"));
  });
});

describe("barrier", () => {
  it("lets no encoder begin its next batch before all have ended theirs", () => {
    const { dispatcher, pool } = simulate({
      encoders: 2,
      config: { inFlight: 1, barrier: true },
      fate: ({ info }) => ({ ms: info.width === 5000 ? 1000 : 100 }),
    });
    dispatcher.submit(tasksOf(5000, 4000, 3900, 3800));
    pool.run();
    expect(pool.started.map(({ at }) => Math.floor(at))).toEqual([0, 0, 1000, 1000]);
  });
});

describe("admission", () => {
  it("off sends what exceeds the budget, and refuses nothing", () => {
    const { dispatcher, pool, ends } = simulate({ budgetBytes: 200e6, config: { admission: false } });
    dispatcher.submit(tasksOf(9000, 9000));
    pool.run();
    expect(ends.map(({ result }) => result.status)).toEqual(["optimized", "optimized"]);
  });
});

describe("tail threads", () => {
  it("off gives every task one thread", () => {
    const { dispatcher, pool } = simulate({ cores: 8, config: { tailThreads: false } });
    const threads: number[] = [];
    const send = pool.send.bind(pool);
    pool.send = (encoder, batch) => {
      threads.push(...batch.tasks.map((task) => task.threads));
      send(encoder, batch);
    };
    dispatcher.submit(tasksOf(1000));
    expect(threads).toEqual([1]);
  });
});

describe("recall", () => {
  it("off leaves what was sent where it is", () => {
    const began = (recall: boolean) => {
      const { dispatcher, pool } = simulate({ encoders: 1, config: { inFlight: 1, recall }, fate: () => ({ ms: 100 }) });
      dispatcher.submit(Array.from({ length: 20 }, () => makeTask({ info: { width: 300, height: 200 } })));
      const urgent = makeTask({ priority: "interactive", jobId: makeId(2) });
      pool.at(50, () => dispatcher.submit([urgent]));
      pool.run();
      return pool.started.findIndex(({ task }) => task === urgent);
    };
    expect(began(true)).toBe(1);
    expect(began(false)).toBeGreaterThan(1);
  });
});

describe("learning", () => {
  it("off keeps to the priors", () => {
    const { dispatcher, pool, model } = simulate({ config: { learning: false } });
    const task = makeTask();
    dispatcher.submit([task]);
    pool.run();
    expect(model.knows(task)).toBe(false);
  });
});

describe("priorities", () => {
  it("off has all tasks alike", () => {
    const { dispatcher, pool } = simulate({ encoders: 1, config: { inFlight: 1, priorities: false } });
    const [background, interactive] = [
      makeTask({ priority: "background", info: { width: 3000 } }),
      makeTask({ priority: "interactive", info: { width: 2000 } }),
    ];
    dispatcher.submit([interactive, background]);
    pool.run();
    expect(pool.started.map(({ task }) => task)).toEqual([background, interactive]);
  });
});

describe("ageing", () => {
  it("off lets what is less urgent wait for ever", () => {
    const { dispatcher, pool } = simulate({ config: { ageing: false, ageingMs: 1000 }, fate: () => ({ ms: 100 }) });
    for (let at = 0; at < 10_000; at += 20)
      pool.at(at, () => dispatcher.submit([makeTask({ priority: "interactive", jobId: makeId(2) })]));
    const background = makeTask({ priority: "background" });
    pool.at(500, () => dispatcher.submit([background]));
    pool.run(10_000);
    expect(pool.started.some(({ task }) => task === background)).toBe(false);
  });
});

describe("pool size", () => {
  it.each([
    ["cores", 4, 4],
    ["coresPlusOne", 4, 5],
    ["coresPlusOne", 16, 16],
    ["heritage", 8, 4],
  ] as const)("%s for %i cores is %i", (rule, cores, encoders) => {
    expect(poolSize(cores, rule)).toBe(encoders);
  });
});
