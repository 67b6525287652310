import { describe, expect, it, vi } from "vitest";
import { mostLookedAt } from "../plan/look.ts";
import { failureCode, makeId, makeTask, simulate, tickEvery } from "./testing/simulation.ts";

const base = 70e6;

/** Warm encoders as reservations tell, over time. */
const retirements = ({ decisions }: ReturnType<typeof simulate>) => decisions.filter(({ type }) => type === "retire");
const spawns = ({ decisions }: ReturnType<typeof simulate>) => decisions.filter(({ type }) => type === "spawn").length;

describe("at start", () => {
  it("as many encoders are spawned as are wanted", () => {
    const simulation = simulate({ encoders: 4 });
    expect(simulation.dispatcher.encoders).toBe(4);
    expect(spawns(simulation)).toBe(4);
  });

  it("no more than the budget affords, and never less than the minimum", () => {
    expect(simulate({ encoders: 8, budgetBytes: 300e6 }).dispatcher.encoders).toBe(2);
    expect(simulate({ encoders: 8, budgetBytes: 1 }).dispatcher.encoders).toBe(0);
    expect(simulate({ encoders: 8, leastEncoders: 3, budgetBytes: 300e6 }).dispatcher.encoders).toBe(3);
  });

  it("tasks submitted before wait for the first that is warm", () => {
    const { dispatcher, pool, ends } = simulate({ spawnMs: 200, fate: () => ({ ms: 10 }) });
    dispatcher.submit([makeTask()]);
    expect(pool.sent).toEqual([]);
    pool.run();
    expect(pool.started[0]?.at).toBeGreaterThanOrEqual(200);
    expect(ends).toHaveLength(1);
  });
});

describe("a task too large to run beside all idle encoders", () => {
  // It wants 146 MB, and 130 MB are left beside two encoders.
  const budgetBytes = 2 * base + 130e6;
  const large = { info: { width: 5000, height: 4000 } };

  it("runs when an encoder has made way for it, which comes back after", () => {
    const simulation = simulate({ budgetBytes, fate: () => ({ ms: 100 }) });
    const { dispatcher, pool, ends } = simulation;
    dispatcher.submit([makeTask(large), ...Array.from({ length: 20 }, () => makeTask())]);
    pool.run();
    expect(ends.every(({ result }) => result.status === "optimized")).toBe(true);
    expect(ends).toHaveLength(21);
    expect(retirements(simulation)).toMatchObject([{ reason: "memory" }]);
    expect(dispatcher.encoders).toBe(2);
  });

  it("does not make encoders come and go: several in a row cost one retirement", () => {
    const simulation = simulate({ budgetBytes, fate: () => ({ ms: 100 }), config: { inFlight: 1 } });
    simulation.dispatcher.submit(Array.from({ length: 6 }, () => makeTask(large)));
    simulation.pool.run();
    expect(simulation.ends).toHaveLength(6);
    expect(retirements(simulation)).toHaveLength(1);
  });

  it("is refused where the minimum of encoders does not leave room", () => {
    const { dispatcher, pool, ends } = simulate({ budgetBytes: 2 * base + 100e6, leastEncoders: 2 });
    dispatcher.submit([makeTask(large)]);
    pool.run();
    expect(ends.map(({ result }) => failureCode(result))).toEqual(["exceedsMemory"]);
  });

  it("gives way to what was begun, and takes back what was not", () => {
    const simulation = simulate({ budgetBytes, fate: () => ({ ms: 100 }), config: { inFlight: 1 } });
    const { dispatcher, pool, ends } = simulation;
    dispatcher.submit(Array.from({ length: 30 }, () => makeTask({ info: { width: 500, height: 500 } })));
    pool.at(150, () => dispatcher.submit([makeTask(large)]));
    pool.run();
    expect(ends).toHaveLength(31);
    expect(ends.every(({ result }) => result.status === "optimized")).toBe(true);
  });
});

describe("a worn encoder", () => {
  it("works until its successor is warm, and is retired then", () => {
    const simulation = simulate({ spawnMs: 200, fate: () => ({ ms: 50 }) });
    const { dispatcher, pool, ends } = simulation;
    pool.run();
    dispatcher.submit(Array.from({ length: 60 }, () => makeTask()));
    pool.at(500, () => dispatcher.encoderWorn(1));
    pool.run();
    expect(ends).toHaveLength(60);
    expect(retirements(simulation)).toMatchObject([{ encoder: 1, reason: "worn" }]);
    const byWorn = pool.sent.filter(({ encoder }) => encoder === 1).map(({ at }) => at);
    expect(Math.max(...byWorn)).toBeGreaterThan(500);
    expect(Math.max(...byWorn)).toBeLessThan(701);
    expect(dispatcher.encoders).toBe(2);
  });

  it("is retired first where memory has no room for both", () => {
    const simulation = simulate({ encoders: 2, leastEncoders: 2, budgetBytes: 2 * base + 20e6 });
    simulation.dispatcher.encoderWorn(2);
    simulation.pool.run();
    expect(retirements(simulation)).toMatchObject([{ encoder: 2, reason: "worn" }]);
    expect(simulation.decisions.map(({ type }) => type)).toEqual(["spawn", "spawn", "retire", "spawn"]);
    expect(simulation.dispatcher.encoders).toBe(2);
  });

  it("waits for its turn while another is replaced", () => {
    const simulation = simulate({ spawnMs: 200 });
    simulation.pool.run();
    simulation.dispatcher.encoderWorn(1);
    simulation.dispatcher.encoderWorn(2);
    expect(spawns(simulation)).toBe(3);
    simulation.pool.run();
    expect(retirements(simulation)).toMatchObject([
      { encoder: 1, reason: "worn" },
      { encoder: 2, reason: "worn" },
    ]);
    expect(simulation.dispatcher.encoders).toBe(2);
  });
});

describe("with nothing to do for a long time", () => {
  it("encoders above the minimum rest, and come back with the next task", () => {
    const simulation = simulate({ encoders: 4, leastEncoders: 1, config: { restMs: 5000 } });
    const { dispatcher, pool, ends } = simulation;
    tickEvery(1000, 10_000, simulation);
    pool.run(4500);
    expect(dispatcher.encoders).toBe(4);
    pool.run();
    expect(dispatcher.encoders).toBe(1);
    expect(retirements(simulation)).toMatchObject([{ reason: "idle" }, { reason: "idle" }, { reason: "idle" }]);
    dispatcher.submit([makeTask()]);
    expect(dispatcher.encoders).toBe(4);
    pool.run();
    expect(ends).toHaveLength(1);
  });
});

describe("a budget that shrinks below the idle encoders", () => {
  it("ends those that it does not afford, and asks for them again when it grows", () => {
    const { dispatcher, pool } = simulate({ encoders: 4 });
    dispatcher.setBudget(150e6);
    pool.run();
    expect(dispatcher.encoders).toBe(1);
    dispatcher.setBudget(4e9);
    pool.run();
    expect(dispatcher.encoders).toBe(4);
  });
});

describe("more tasks than are looked at, none of which fits into a shrunken budget", () => {
  it("keep all encoders waiting, and run when it grows again", () => {
    const { dispatcher, pool, ends } = simulate({ budgetBytes: 2e9, fate: () => ({ ms: 1 }) });
    dispatcher.setBudget(400e6);
    dispatcher.submit(Array.from({ length: mostLookedAt + 10 }, () => makeTask({ info: { width: 10_000, height: 10_000 } })));
    pool.run();
    expect(ends).toEqual([]);
    expect(dispatcher.encoders).toBe(2);
    dispatcher.setBudget(2e9);
    pool.run();
    expect(ends).toHaveLength(mostLookedAt + 10);
  });

  it.each([
    ["of their own job", 1],
    ["of another job", 2],
  ])("hold back no small ones %s behind them", (_, job) => {
    const simulation = simulate({ budgetBytes: 2e9, fate: () => ({ ms: 1 }) });
    const { dispatcher, pool, ends } = simulation;
    dispatcher.setBudget(400e6);
    const tooLarge = Array.from({ length: mostLookedAt + 100 }, () => makeTask({ info: { width: 10_000, height: 10_000 } }));
    const small = Array.from({ length: 20 }, () => makeTask({ jobId: makeId(job) }));
    dispatcher.submit([...tooLarge, ...small]);
    tickEvery(250, 5000, simulation);
    pool.run(5000);
    expect(new Set(ends.map(({ task }) => task))).toEqual(new Set(small));
    dispatcher.setBudget(2e9);
    pool.run();
    expect(ends).toHaveLength(tooLarge.length + small.length);
  });

  it("are brought up to date no more than so many at a time", () => {
    const { dispatcher, model } = simulate({ budgetBytes: 2e9 });
    dispatcher.setBudget(400e6);
    dispatcher.submit(Array.from({ length: 3 * mostLookedAt }, () => makeTask({ info: { width: 10_000, height: 10_000 } })));
    const estimates = vi.spyOn(model, "estimate");
    for (let tick = 1; tick <= 10; tick += 1) {
      estimates.mockClear();
      dispatcher.tick();
      // Once for what to send, and once for how many encoders there ought to be.
      expect(estimates.mock.calls.length).toBeLessThanOrEqual(2 * mostLookedAt);
    }
  });
});

describe("an encoder that is given tasks and begins none", () => {
  it("is ended after a while, and its tasks run elsewhere without blame", () => {
    const simulation = simulate({ encoders: 2, fate: () => ({ ms: 10 }) });
    const { dispatcher, pool, ends } = simulation;
    const send = pool.send.bind(pool);
    pool.send = (encoder, batch) => {
      if (encoder === 1) pool.sent.push({ at: pool.now, encoder, tasks: batch.tasks.map(({ task }) => task) });
      else send(encoder, batch);
    };
    dispatcher.submit(Array.from({ length: 4 }, () => makeTask()));
    tickEvery(1000, 40_000, simulation);
    pool.run(29_000);
    expect(ends.length).toBeLessThan(4);
    pool.run();
    expect(ends.map(({ result }) => result.status)).toEqual(Array.from({ length: 4 }, () => "optimized"));
  });
});

describe("encoders that are not alike", () => {
  it.each([[[40e6, 45e6]], [[45e6, 40e6]], [[40e6, 40e6]]])(
    "of %j bytes make way for a task on trial, which needs to be alone",
    (bases) => {
      const simulation = simulate({
        budgetBytes: 840e6,
        baseBytes: (encoder) => bases[encoder % bases.length] ?? 0,
        fate: () => ({ ms: 100 }),
      });
      const { dispatcher, pool, ends } = simulation;
      const alpha = { info: { format: "png", hasAlpha: true, width: 5000, height: 5000 }, settings: { format: "webp" } } as const;
      dispatcher.submit([makeTask(alpha), ...Array.from({ length: 40 }, () => makeTask({ settings: { format: "webp" } }))]);
      tickEvery(250, 20_000, simulation);
      pool.run(20_000);
      expect(ends).toHaveLength(41);
    },
  );
});
