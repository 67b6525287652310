import { describe, expect, it } from "vitest";
import type { PoolListener } from "../dispatch/pool.ts";
import { makeTask } from "../dispatch/testing/simulation.ts";
import { SimulatedMachine } from "./machine.ts";
import { SimulatedPool, type SimulatedPoolOptions } from "./simulatedPool.ts";

/** A pool on two cores, and all that it told its listener. */
function poolWith(options: Partial<SimulatedPoolOptions> = {}) {
  const machine = new SimulatedMachine(2);
  const pool = new SimulatedPool({ machine, inFlight: 1, fate: () => ({ ms: 100, peakBytes: 30e6 }), ...options });
  const told: unknown[][] = [];
  const listener: PoolListener = {
    encoderReady: (...words) => told.push(["ready", ...words]),
    encoderWorn: (...words) => told.push(["worn", ...words]),
    taskStarted: (encoder, id) => told.push(["started", encoder, id]),
    taskEnded: (encoder, id, { results, wallMs, peakBytes }) =>
      told.push(["ended", encoder, id, ...results.map(({ status }) => status), wallMs, peakBytes]),
    tasksRecalled: (encoder, ids) => told.push(["recalled", encoder, ...ids]),
    encoderLost: (...words) => told.push(["lost", ...words]),
  };
  pool.listener = listener;
  return { machine, pool, told };
}

const batchOf = (...tasks: ReturnType<typeof makeTask>[]) => ({
  tasks: tasks.map((task) => ({ task, threads: 1, deadlineMs: 1e6 })),
});

describe("a simulated pool", () => {
  it("tells of an encoder when it is warm", () => {
    const { machine, pool, told } = poolWith({ spawnMs: 200 });
    expect(pool.spawn()).toBe(1);
    machine.run();
    expect(machine.now).toBe(200);
    expect(told).toEqual([["ready", 1, 70e6]]);
  });

  it("measures the peak of a task that was alone, and of no other", () => {
    const { machine, pool, told } = poolWith({ inFlight: 2 });
    const [one, two, three] = [makeTask(), makeTask(), makeTask()];
    pool.spawn();
    machine.run();
    pool.send(1, batchOf(one, two));
    machine.run();
    pool.send(1, batchOf(three));
    machine.run();
    const ends = told.filter(([word]) => word === "ended");
    expect(ends.map((end) => [end[2], end.at(-1)])).toEqual([
      [one.id, null],
      [two.id, null],
      [three.id, 100e6],
    ]);
    expect(Math.max(...pool.memory.map(({ bytes }) => bytes))).toBe(70e6 + 2 * 30e6);
    expect(pool.memory.at(-1)?.bytes).toBe(70e6);
    expect(pool.runs.map(({ task }) => task)).toEqual([one, two, three]);
  });

  it("gives back what is asked back and not begun", () => {
    const { machine, pool, told } = poolWith();
    const [one, two, three] = [makeTask(), makeTask(), makeTask()];
    pool.spawn();
    machine.run();
    pool.send(1, batchOf(one, two, three));
    machine.at(50, () => pool.recall(1, [one.id, two.id]));
    machine.run();
    expect(told.filter(([word]) => word !== "ready").map((words) => words.slice(0, 3))).toEqual([
      ["started", 1, one.id],
      ["recalled", 1, two.id],
      ["ended", 1, one.id],
      ["started", 1, three.id],
      ["ended", 1, three.id],
    ]);
  });

  it("lets a retired encoder finish what it has", () => {
    const { machine, pool, told } = poolWith();
    pool.spawn();
    pool.spawn();
    machine.run();
    pool.send(1, batchOf(makeTask()));
    pool.retire(1);
    pool.retire(2);
    machine.run();
    expect(told.filter(([word]) => word === "lost")).toEqual([
      ["lost", 2, "retired", null],
      ["lost", 1, "retired", null],
    ]);
    expect(pool.runs).toHaveLength(1);
    expect(pool.encoders).toEqual([]);
  });

  it("loses a killed encoder with all it had, warm or not, once", () => {
    const { machine, pool, told } = poolWith({ spawnMs: 10 });
    const task = makeTask();
    pool.spawn();
    machine.run();
    pool.spawn();
    pool.send(1, batchOf(task));
    machine.at(15, () => {
      pool.kill(1, "memory", task.id);
      pool.kill(1, "memory", task.id);
      pool.lose(2, "crashed", null);
    });
    machine.run();
    expect(told.map((words) => words.slice(0, 3))).toEqual([
      ["ready", 1, 70e6],
      ["started", 1, task.id],
      ["lost", 2, "crashed"],
      ["lost", 1, "memory"],
    ]);
    expect(pool.memory.at(-1)?.bytes).toBe(0);
    pool.lose(1, "crashed", null);
    expect(told).toHaveLength(4);
  });

  it("lets a task fail, or take its encoder down", () => {
    const [bad, broken] = [makeTask(), makeTask()];
    const { machine, pool, told } = poolWith({ fate: ({ id }) => ({ ms: 1, fails: id === broken.id, crashes: id === bad.id }) });
    pool.spawn();
    machine.run();
    pool.send(1, batchOf(broken, bad));
    machine.run();
    expect(told.filter(([word]) => word === "ended" || word === "lost").map((words) => [words[0], words[3]])).toEqual([
      ["ended", "failed"],
      ["lost", null],
    ]);
  });

  it("tells that an encoder is worn, once, unless it is retiring already", () => {
    const { machine, pool, told } = poolWith({ maxTasks: 1 });
    pool.spawn();
    pool.spawn();
    machine.run();
    pool.send(1, batchOf(makeTask(), makeTask()));
    pool.send(2, batchOf(makeTask()));
    pool.retire(2);
    machine.run();
    expect(told.filter(([word]) => word === "worn")).toEqual([["worn", 1]]);
  });

  it("without a listener is a mistake", () => {
    const { machine, pool } = poolWith();
    pool.listener = null;
    pool.spawn();
    expect(() => machine.run()).toThrow("no listener");
  });
});
