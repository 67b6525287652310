import { describe, expect, it } from "vitest";
import { failureCode, makeId, makeTask, simulate, tickEvery } from "./testing/simulation.ts";

const statuses = (ends: ReturnType<typeof simulate>["ends"]) => ends.map(({ result }) => result.status);

describe("memory", () => {
  const large = { width: 5000, height: 4000 };

  it("fails a task that can never fit, at once, and says which limit", () => {
    const { dispatcher, pool, ends } = simulate({ budgetBytes: 300e6 });
    const tasks = [makeTask({ info: { width: 9000, height: 9000 }, settings: { format: "avif" } }), makeTask()];
    dispatcher.submit(tasks);
    expect(ends.map(({ result }) => failureCode(result))).toEqual(["exceedsMemory"]);
    expect(ends[0]?.result).toMatchObject({ error: { message: expect.stringMatching(/2\.\d+ GB.*300 MB.*MEMORY_LIMIT/) } });
    pool.run();
    expect(ends).toHaveLength(2);
  });

  it("runs a task alone that fits only then, though small ones keep coming", () => {
    const { dispatcher, pool, ends } = simulate({ budgetBytes: 310e6, fate: () => ({ ms: 100 }) });
    const big = makeTask({ info: large });
    const small = () => makeTask({ info: { width: 1500, height: 1000 }, jobId: makeId(2), priority: "normal" });
    for (let at = 0; at < 10_000; at += 20) pool.at(at, () => dispatcher.submit([small()]));
    pool.at(50, () => dispatcher.submit([big]));
    pool.run(10_000);
    expect(ends.find(({ task }) => task === big)?.result.status).toBe("optimized");
  });

  it("lets small tasks pass one that waits for memory, for a second and no longer", () => {
    const { dispatcher, pool } = simulate({ budgetBytes: 310e6, fate: () => ({ ms: 100 }) });
    const big = makeTask({ info: large });
    const small = () => makeTask({ info: { width: 1500, height: 1000 }, jobId: makeId(2) });
    for (let at = 0; at < 10_000; at += 20) pool.at(at, () => dispatcher.submit([small()]));
    pool.at(50, () => dispatcher.submit([big]));
    pool.run(10_000);
    const begun = pool.started.find(({ task }) => task === big)?.at ?? Number.NaN;
    const passed = pool.sent.filter(({ at }) => at > 100 && at < begun).map(({ at }) => at);
    expect(Math.max(...passed)).toBeGreaterThan(900);
    expect(Math.max(...passed)).toBeLessThan(1500);
  });

  it("ends a batch where the budget ends, however small its tasks are", () => {
    // Room for one of these tasks beside two idle encoders, not for two.
    const { dispatcher, pool, ends } = simulate({ budgetBytes: 153e6, leastEncoders: 2 });
    dispatcher.submit(Array.from({ length: 40 }, () => makeTask({ info: { width: 200, height: 200 } })));
    pool.run();
    expect(ends).toHaveLength(40);
    expect(new Set(pool.sent.map(({ tasks }) => tasks.length))).toEqual(new Set([1]));
  });

  it("keeps what was asked back reserved until the answer is here: its encoder may have begun it", () => {
    const { dispatcher, pool } = simulate({ encoders: 1, config: { inFlight: 1 } });
    const picture = { width: 2000, height: 2000 };
    // The PNG takes longer and goes first; the JPEG behind it needs more memory.
    const [png, jpeg] = [makeTask({ info: { ...picture, format: "png" } }), makeTask({ info: picture })];
    dispatcher.submit([png, jpeg]);
    pool.run(10);
    const reserved = () => dispatcher.reservations()[0]?.reservedBytes;
    expect(reserved()).toBe(70e6 + 12e6 + 6.7 * 4e6);
    dispatcher.submit([makeTask({ priority: "interactive", jobId: makeId(2) })]);
    expect(reserved()).toBe(70e6 + 12e6 + 6.7 * 4e6);
    pool.run(11);
    expect(reserved()).toBe(70e6 + 12e6 + 0.9 * 4e6);
  });

  it("measures how long encoders with room waited for memory", () => {
    const { dispatcher, pool, metrics } = simulate({ budgetBytes: 310e6, fate: () => ({ ms: 1000 }), config: { inFlight: 1 } });
    dispatcher.submit([makeTask({ info: large }), makeTask({ info: large })]);
    pool.run();
    // The second waits while the first runs; while the second runs nothing waits.
    expect(metrics.snapshot(pool.now).contentionMs).toBeGreaterThan(900);
    expect(metrics.snapshot(pool.now).contentionMs).toBeLessThan(1100);
  });

  it("measures it while sending is held too, as long as anything waits", () => {
    const { dispatcher, pool, metrics } = simulate({ encoders: 2 });
    const task = makeTask();
    dispatcher.hold(true);
    pool.at(100, () => dispatcher.submit([task]));
    pool.at(400, () => dispatcher.cancel([task.id]));
    pool.run();
    expect(metrics.snapshot(1000).contentionMs).toBeCloseTo(2 * 300);
  });

  it("ends what was measured before a hold with the hold where nothing waits any more", () => {
    const { dispatcher, pool, metrics } = simulate({ budgetBytes: 310e6, fate: () => ({ ms: 1000 }), config: { inFlight: 1 } });
    const [first, second] = [makeTask({ info: large }), makeTask({ info: large })];
    dispatcher.submit([first, second]);
    pool.at(300, () => dispatcher.hold(true));
    pool.at(400, () => dispatcher.cancel([second.id]));
    pool.run();
    // Until it is asked back from behind the first: a word and its answer take 0.1 ms.
    expect(metrics.snapshot(2000).contentionMs).toBeCloseTo(400, 0);
  });

  it("refuses nothing that fitted once when the budget shrinks: it waits", () => {
    const { dispatcher, pool, ends } = simulate({ budgetBytes: 1e9 });
    dispatcher.setBudget(150e6);
    dispatcher.submit([makeTask({ info: large })]);
    pool.run();
    expect(ends).toEqual([]);
    dispatcher.setBudget(1e9);
    pool.run();
    expect(statuses(ends)).toEqual(["optimized"]);
  });

  it.each(["normal", "interactive"] as const)(
    "does not hold the others back for a %s task that the budget has shrunk below",
    (priority) => {
      const { dispatcher, pool, ends, ...rest } = simulate({ budgetBytes: 1e9 });
      const big = makeTask({ priority, jobId: makeId(2), info: { width: 10_000, height: 10_000 } });
      const small = Array.from({ length: 100 }, () => makeTask());
      dispatcher.setBudget(400e6);
      dispatcher.submit([big]);
      for (const [index, task] of small.entries()) pool.at(index * 50, () => dispatcher.submit([task]));
      tickEvery(250, 20_000, { dispatcher, pool, ends, ...rest });
      pool.run(10_000);
      expect(ends).toHaveLength(small.length);
      dispatcher.setBudget(1e9);
      pool.run();
      expect(ends.at(-1)).toMatchObject({ task: big, result: { status: "optimized" } });
    },
  );

  it("corrects its estimates by measured peaks, for tasks that wait already", () => {
    const { dispatcher, pool, model, ends } = simulate({ fate: () => ({ ms: 10, peakBytes: 60e6 }), config: { inFlight: 1 } });
    const tasks = Array.from({ length: 30 }, () => makeTask());
    const before = model.estimate(tasks[0] ?? makeTask()).peakBytes;
    dispatcher.submit(tasks);
    pool.run(15);
    const [sent, waiting] = [pool.sent.length, dispatcher.waiting];
    pool.run();
    // Whatever is sent after the first ends is reckoned with what they took, though it was submitted with them.
    const later = ends.filter(({ course }) => (course.sending?.batch ?? 0) > sent);
    expect(later).toHaveLength(waiting);
    expect(later.filter(({ course }) => course.estimate.peakBytes < 2 * before)).toEqual([]);
    expect(waiting).toBeGreaterThan(0);
    const after = model.estimate(tasks[0] ?? makeTask()).peakBytes;
    expect(after).toBeGreaterThan(2 * before);
    expect(after).toBeLessThanOrEqual(Math.ceil(60e6 * 1.001));
  });

  it("sends nothing while held, and goes on after", () => {
    const { dispatcher, pool, ends } = simulate();
    dispatcher.hold(true);
    dispatcher.submit([makeTask()]);
    pool.run();
    expect(pool.sent).toEqual([]);
    dispatcher.hold(false);
    pool.run();
    expect(statuses(ends)).toEqual(["optimized"]);
  });

  it("ends an encoder for its largest task, runs that alone, and fails it when it overruns again", () => {
    const { dispatcher, pool, ends, model } = simulate({ fate: () => ({ ms: 1000 }), encoders: 1 });
    const [big, small] = [makeTask({ info: large }), makeTask()];
    dispatcher.submit([big, small]);
    const { peakBytes } = model.estimate(big);
    pool.at(100, () => dispatcher.killForMemory(1));
    pool.run(150);
    expect(dispatcher.reservations()).toMatchObject([{ reservedBytes: 70e6 + Math.ceil(1.5 * peakBytes) }]);
    expect(pool.started.slice(2).map(({ task }) => task)).toEqual([big]);
    pool.at(600, () => dispatcher.killForMemory(2));
    pool.run();
    expect(ends.map(({ task, result }) => [task, failureCode(result)])).toEqual([
      [big, "memoryOverrun"],
      [small, null],
    ]);
  });

  it("has nothing to end in an idle or unknown encoder", () => {
    const { dispatcher, pool, ends } = simulate();
    dispatcher.killForMemory(1);
    dispatcher.killForMemory(99);
    pool.run();
    expect(ends).toEqual([]);
  });

  it("runs a task together with others that was to be tried alone while the budget was lower", () => {
    const { dispatcher, pool } = simulate({ encoders: 1, fate: () => ({ ms: 1000 }), budgetBytes: 2e9 });
    const photo = () => makeTask({ info: { width: 5000, height: 5000 } });
    dispatcher.submit([makeTask({ info: { width: 6000, height: 6000 } }), makeTask({ info: { width: 6000, height: 6000 } })]);
    pool.run(500);
    // 25 megapixels want 180 MB at worst, 135 MB at least: now they would be tried.
    dispatcher.setBudget(70e6 + 160e6);
    dispatcher.submit([photo(), photo()]);
    pool.run(600);
    dispatcher.setBudget(2e9);
    pool.run(1500);
    expect(dispatcher.running).toBe(2);
    expect(dispatcher.onTrial).toBe(false);
  });

  it("fails a task on trial at once where it wants more than all there is", () => {
    const { dispatcher, pool, ends } = simulate({ fate: () => ({ ms: 1000 }), budgetBytes: 70e6 + 160e6 });
    // 25 megapixels want 180 MB at worst, 135 MB at least.
    dispatcher.submit([makeTask({ info: { width: 5000, height: 5000 } })]);
    pool.run(500);
    const trial = dispatcher.reservations().find((reservation) => reservation.trial);
    expect(trial?.reservedBytes).toBe(70e6 + 0.95 * 160e6);
    expect(dispatcher.onTrial).toBe(true);
    if (trial !== undefined) dispatcher.killForMemory(trial.id);
    pool.run();
    expect(dispatcher.onTrial).toBe(false);
    expect(ends.map(({ result }) => failureCode(result))).toEqual(["memoryOverrun"]);
  });
});
