import { describe, expect, it } from "vitest";
import { deadlineMs } from "../cost/deadline.ts";
import { workloadOf } from "../cost/workload.ts";
import type { Task } from "./pool.ts";
import { failureCode, makeId, makeTask, simulate, tickEvery } from "./testing/simulation.ts";

const statuses = (ends: ReturnType<typeof simulate>["ends"]) => ends.map(({ result }) => result.status);

describe("dispatcher", () => {
  it("does nothing on an empty list", () => {
    const { dispatcher, pool, ends } = simulate();
    dispatcher.submit([]);
    pool.run();
    expect(pool.sent).toEqual([]);
    expect(ends).toEqual([]);
  });

  it("runs a single task", () => {
    const { dispatcher, pool, ends } = simulate();
    dispatcher.submit([makeTask()]);
    pool.run();
    expect(statuses(ends)).toEqual(["optimized"]);
    expect(dispatcher.unfinished).toBe(0);
  });

  it("refuses a task that is here already", () => {
    const { dispatcher } = simulate();
    const task = makeTask();
    dispatcher.submit([task]);
    expect(() => dispatcher.submit([task])).toThrow("submitted twice");
  });

  it("tells what waits, what runs and what is reserved", () => {
    const { dispatcher, pool } = simulate({ encoders: 1, fate: () => ({ ms: 1000 }), config: { inFlight: 1 } });
    dispatcher.submit(Array.from({ length: 4 }, () => makeTask({ info: { width: 4000, height: 2000 } })));
    pool.run(10);
    // One runs, one is ready behind it.
    expect(dispatcher).toMatchObject({ running: 1, waiting: 2, unfinished: 4, budgetBytes: 4e9 });
    expect(dispatcher.reservations()).toEqual([{ id: 1, running: true, reservedBytes: 70e6 + 12e6 + 6.7 * 8e6, trial: false }]);
  });

  it("keeps every encoder busy: no barrier between batches", () => {
    const { dispatcher, pool, ends } = simulate({ fate: () => ({ ms: 100 }), config: { inFlight: 1 } });
    dispatcher.submit(Array.from({ length: 40 }, () => makeTask()));
    pool.run();
    expect(ends).toHaveLength(40);
    // 40 × 100 ms on two encoders, and a message or two.
    expect(pool.now).toBeLessThan(2001);
  });

  it("starts the longest tasks first", () => {
    const { dispatcher, pool } = simulate({ encoders: 1, config: { inFlight: 1 } });
    const sizes = [300, 4000, 900, 2000];
    dispatcher.submit(sizes.map((width) => makeTask({ info: { width, height: 3000 } })));
    pool.run();
    expect(pool.started.map(({ task }) => task.info.width)).toEqual([4000, 2000, 900, 300]);
  });

  it("gives the tasks of a lone batch back to an idle encoder", () => {
    // Estimated alike, but one encoder's tasks turn out to be slow.
    const slow = new Set<string>();
    const { dispatcher, pool, ends } = simulate({
      fate: (task) => ({ ms: slow.has(task.id) ? 1000 : 10 }),
      config: { inFlight: 1 },
    });
    const tasks = Array.from({ length: 12 }, () => makeTask({ info: { width: 200, height: 200 } }));
    dispatcher.submit(tasks);
    for (const { id } of pool.sent[0]?.tasks ?? []) slow.add(id);
    pool.run();
    expect(ends).toHaveLength(12);
    const encoders = new Set(
      pool.sent.filter(({ tasks: sent }) => sent.some(({ id }) => slow.has(id))).map(({ encoder }) => encoder),
    );
    expect(encoders.size).toBe(2);
  });

  it("shares the cores among the last tasks", () => {
    const { dispatcher, pool } = simulate({ encoders: 2, cores: 8 });
    const threads: number[] = [];
    const send = pool.send.bind(pool);
    pool.send = (encoder, batch) => {
      threads.push(...batch.tasks.map((task) => task.threads));
      send(encoder, batch);
    };
    dispatcher.submit([makeTask(), makeTask()]);
    expect(threads).toEqual([4, 4]);
  });
});

describe("priorities", () => {
  it("admits an interactive task next, in the middle of a large job, and nothing before it", () => {
    const { dispatcher, pool } = simulate({ fate: () => ({ ms: 50 }) });
    const priorities = ["background", "normal"] as const;
    dispatcher.submit(Array.from({ length: 1000 }, (_, at) => makeTask({ priority: priorities[at % 2] ?? "normal" })));
    const interactive = makeTask({ priority: "interactive", jobId: makeId(2) });
    pool.at(1000, () => dispatcher.submit([interactive]));
    pool.run();
    // What was asked back was not begun any more when the answer came.
    const begun = pool.started.filter(({ at }) => at > 1000.06);
    expect(begun[0]?.task).toBe(interactive);
  });

  it("lets a background job have a turn while interactive tasks keep coming", () => {
    const { dispatcher, pool, ends, config } = simulate({ fate: () => ({ ms: 100 }), config: { ageingMs: 5000 } });
    const background = makeTask({ priority: "background" });
    for (let at = 0; at < 20_000; at += 20)
      pool.at(at, () => dispatcher.submit([makeTask({ priority: "interactive", jobId: makeId(2) })]));
    pool.at(100, () => dispatcher.submit([background]));
    pool.run(20_000);
    const end = ends.find(({ task }) => task === background);
    expect(end?.at).toBeLessThan(100 + config.ageingMs + 1000);
  });

  it("counts a turn that was taken back as none: sent and asked back over and over, a background task ages all the same", () => {
    // Every 10 ms an encoder is about to be free when the next interactive task takes its place.
    const { pool, dispatcher } = simulate({ encoders: 4, config: { inFlight: 1, ageingMs: 3000 }, fate: () => ({ ms: 21 }) });
    for (let at = 0; at < 4000; at += 10) {
      pool.at(at, () => dispatcher.submit([makeTask({ priority: "interactive" }), makeTask({ jobId: makeId(2) })]));
    }
    const background = makeTask({ priority: "background", jobId: makeId(3) });
    pool.at(500, () => dispatcher.submit([background]));
    pool.run(4000);
    expect(pool.started.find(({ task }) => task === background)?.at).toBeLessThan(3600);
  });

  it("shares turns between jobs of a class", () => {
    const { dispatcher, pool } = simulate({ encoders: 1, fate: () => ({ ms: 100 }), config: { inFlight: 1 } });
    dispatcher.submit(Array.from({ length: 100 }, () => makeTask({ jobId: makeId(1) })));
    pool.at(1000, () => dispatcher.submit(Array.from({ length: 20 }, () => makeTask({ jobId: makeId(2) }))));
    pool.run(5000);
    const second = pool.started.filter(({ task }) => task.jobId === makeId(2));
    expect(second.length).toBeGreaterThan(10);
  });
});

describe("cancelling", () => {
  it("ends waiting tasks at once and running ones after a grace", () => {
    const simulation = simulate({ fate: () => ({ ms: 60_000 }), encoders: 1, config: { inFlight: 1 } });
    const { dispatcher, pool, ends } = simulation;
    const tasks = Array.from({ length: 5 }, () => makeTask({ info: { width: 3000, height: 3000 } }));
    dispatcher.submit(tasks);
    pool.run(1000);
    dispatcher.cancel(tasks.map(({ id }) => id));
    dispatcher.cancel(tasks.map(({ id }) => id));
    pool.run(1500);
    expect(ends).toHaveLength(4);
    tickEvery(250, 10_000, simulation);
    pool.run(10_000);
    expect(statuses(ends)).toEqual(Array.from({ length: 5 }, () => "cancelled"));
    expect(ends.at(-1)?.at).toBeGreaterThanOrEqual(3000);
    expect(ends.at(-1)?.at).toBeLessThan(4000);
  });

  it("is passed over for unknown tasks", () => {
    const { dispatcher, ends } = simulate();
    dispatcher.cancel([makeId(404)]);
    expect(ends).toEqual([]);
  });

  it("holds for a task that ends within the grace", () => {
    const { dispatcher, pool, ends } = simulate({ fate: () => ({ ms: 100 }) });
    const task = makeTask();
    dispatcher.submit([task]);
    pool.run(50);
    dispatcher.cancel([task.id]);
    pool.run();
    expect(statuses(ends)).toEqual(["cancelled"]);
  });

  it("is kept to where the encoder crashes before the grace is over", () => {
    const { dispatcher, pool, ends, metrics } = simulate({ fate: () => ({ ms: 100, crashes: true }) });
    const task = makeTask();
    dispatcher.submit([task]);
    // In its second try, whose crash would quarantine it.
    pool.at(150, () => dispatcher.cancel([task.id]));
    pool.run();
    expect(statuses(ends)).toEqual(["cancelled"]);
    expect(metrics.snapshot(pool.now).retries).toBe(1);
  });

  it("leaves the neighbours of a cancelled task to run again", () => {
    const simulation = simulate({ fate: (_, attempt) => ({ ms: attempt === 1 ? 60_000 : 10 }), encoders: 1 });
    const { dispatcher, pool, ends } = simulation;
    const [one, two] = [makeTask(), makeTask()];
    dispatcher.submit([one, two]);
    pool.run(10);
    dispatcher.cancel([one.id]);
    tickEvery(250, 5000, simulation);
    pool.run(5000);
    expect(ends.map(({ task, result }) => [task.id, result.status])).toEqual([
      [one.id, "cancelled"],
      [two.id, "optimized"],
    ]);
  });
});

describe("lost encoders", () => {
  it("costs the crashing task one retry alone, then quarantines it; its neighbours end well", () => {
    const bad = makeTask({ info: { width: 1200 } });
    const { dispatcher, pool, ends, metrics } = simulate({ fate: (task) => ({ ms: 20, crashes: task === bad }) });
    dispatcher.submit([...Array.from({ length: 30 }, () => makeTask()), bad]);
    pool.run();
    expect(ends).toHaveLength(31);
    const failed = ends.filter(({ result }) => result.status === "failed");
    expect(failed.map(({ task, result }) => [task, failureCode(result)])).toEqual([[bad, "encoderCrashed"]]);
    expect(metrics.snapshot(pool.now).retries).toBeGreaterThan(0);
    expect(pool.started.filter(({ task }) => task === bad)).toHaveLength(2);
    expect(pool.sent.findLast(({ tasks }) => tasks.includes(bad))?.tasks).toEqual([bad]);
  });

  it("spares a task that crashed once by chance", () => {
    const { dispatcher, pool, ends } = simulate({ fate: (_, attempt) => ({ ms: 20, crashes: attempt === 1 }) });
    dispatcher.submit([makeTask()]);
    pool.run();
    expect(statuses(ends)).toEqual(["optimized"]);
  });

  it("gives a task the time that its pixels should need, however slow its like were", () => {
    const { dispatcher, pool, model } = simulate({ fate: () => ({ ms: 2000 }) });
    const given: { readonly task: Task; readonly deadlineMs: number }[] = [];
    const send = pool.send.bind(pool);
    pool.send = (encoder, batch) => {
      given.push(...batch.tasks);
      send(encoder, batch);
    };
    const tasks = Array.from({ length: 30 }, () => makeTask());
    const before = model.estimate(makeTask()).ms;
    dispatcher.submit(tasks);
    pool.run();
    expect(model.estimate(makeTask()).ms).toBeGreaterThan(5 * before);
    expect(given.map(({ task }) => task.id).sort()).toEqual(tasks.map(({ id }) => id).sort());
    for (const { task, deadlineMs: ms } of given) expect(ms).toBe(deadlineMs(workloadOf(task)));
  });

  it("gives a task past its deadline one retry alone, then fails it", () => {
    const { dispatcher, pool, ends } = simulate({ fate: () => ({ ms: 100_000 }), encoders: 1 });
    const slow = makeTask();
    dispatcher.submit([slow]);
    pool.at(31_000, () => pool.lose(1, "deadline", slow.id));
    pool.at(70_000, () => pool.lose(2, "deadline", slow.id));
    pool.run(80_000);
    expect(ends.map(({ task, result }) => [task, failureCode(result)])).toEqual([[slow, "deadlineExceeded"]]);
    expect(ends[0]?.result).toMatchObject({ error: { message: expect.stringMatching(/longer than 3\d s/) } });
    expect(pool.started.filter(({ task }) => task === slow)).toHaveLength(2);
  });

  it("spares a task that was past its deadline once by chance, and runs its neighbour again without blame", () => {
    const [slow, neighbour] = [makeTask(), makeTask()];
    // Blamed, the neighbour would not survive a crash of its own after it.
    const fate = (task: Task, attempt: number) => ({
      ms: attempt === 1 ? 100_000 : 10,
      crashes: task === neighbour && attempt === 2,
    });
    const { dispatcher, pool, ends } = simulate({ fate, encoders: 1 });
    dispatcher.submit([slow, neighbour]);
    pool.at(31_000, () => pool.lose(1, "deadline", slow.id));
    pool.run(40_000);
    expect(statuses(ends)).toEqual(["optimized", "optimized"]);
    expect(pool.started.filter(({ task }) => task === neighbour)).toHaveLength(3);
  });
});

describe("what an encoder reports", () => {
  it("keeps a failed task's failure and learns nothing from it", () => {
    const { dispatcher, pool, ends, model } = simulate({ fate: () => ({ ms: 1, fails: true }) });
    const task = makeTask();
    dispatcher.submit([task]);
    pool.run();
    expect(ends.map(({ result }) => failureCode(result))).toEqual(["corruptImage"]);
    expect(model.knows(task)).toBe(false);
  });

  it("may end a task that never began, when its source could not be brought to the desk", () => {
    const { dispatcher, ends } = simulate({ encoders: 1 });
    const task = makeTask();
    dispatcher.submit([task]);
    dispatcher.taskEnded(1, task.id, {
      results: [{ status: "failed", error: { code: "internal", message: "x" } }],
      wallMs: 0,
      peakBytes: null,
    });
    expect(ends.map(({ result }) => failureCode(result))).toEqual(["internal"]);
  });

  it("is a result for each output of the task", () => {
    const { dispatcher, pool, ends } = simulate();
    const outputs = [{ format: "webp" }, { format: "avif" }] as const;
    dispatcher.submit([makeTask({ outputs: [...outputs] })]);
    pool.run();
    expect(ends.map(({ results }) => results.map(({ status }) => status))).toEqual([["optimized", "optimized"]]);
    const waiting = makeTask({ outputs: [...outputs] });
    dispatcher.hold(true);
    dispatcher.submit([waiting]);
    dispatcher.cancel([waiting.id]);
    expect(ends[1]?.results).toEqual([{ status: "cancelled" }, { status: "cancelled" }]);
  });

  it("is not taken on trust: with a result too few every output has failed", () => {
    const { dispatcher, ends } = simulate({ encoders: 1 });
    const task = makeTask({ outputs: [{ format: "webp" }, { format: "avif" }] });
    dispatcher.submit([task]);
    const output = { format: "webp", width: 1, height: 1, frames: 1, bytes: 1 } as const;
    dispatcher.taskEnded(1, task.id, { results: [{ status: "optimized", output, warnings: [] }], wallMs: 1, peakBytes: null });
    expect(ends[0]?.results.map(failureCode)).toEqual(["internal", "internal"]);
  });

  it("of unknown tasks or encoders is a bug", () => {
    const { dispatcher } = simulate();
    expect(() => dispatcher.taskStarted(1, makeId(404))).toThrow("is not here");
    expect(() => dispatcher.encoderWorn(404)).toThrow("is not here");
  });
});
