import { access, rm, stat } from "node:fs/promises";
import sharp from "sharp";
import { afterEach, describe, expect, test, vi } from "vitest";
import { filesBelow } from "./testing/filesBelow.ts";
import { noise, slowSettings } from "./testing/images.ts";
import { openWorkshop, type Workshop, type WorkshopOptions } from "./testing/workshop.ts";

vi.setConfig({ testTimeout: 60_000 });

let open: Workshop | null = null;

async function workshop(options?: WorkshopOptions): Promise<Workshop> {
  open = await openWorkshop(options);
  return open;
}

afterEach(async () => {
  await open?.close();
  open = null;
});

describe("a batch", () => {
  test("is encoded, each task's output on the desk until it is cleared", async () => {
    const { pool, heard, task, desksDir } = await workshop({ encoders: 2, inFlight: 2 });
    const { bytes, info } = await noise(120, 90, "png");
    const tasks = await Promise.all(Array.from({ length: 12 }, () => task(bytes, info, { settings: { format: "webp" } })));
    const [first, second] = await heard.until("ready", 2);
    pool.send(first?.encoder ?? 0, { tasks: tasks.slice(0, 8) });
    pool.send(second?.encoder ?? 0, { tasks: tasks.slice(8) });
    const ended = await heard.until("ended", 12);
    expect(new Set(ended.map(({ taskId }) => taskId))).toEqual(new Set(tasks.map((each) => each.task.id)));
    for (const { taskId, report } of ended) {
      const [result] = report.results;
      if (result?.status !== "optimized") throw new Error(result?.status);
      expect(result.output).toMatchObject({ format: "webp", width: 120, height: 90 });
      expect(report.wallMs).toBeGreaterThan(0);
      const file = pool.outputFile(taskId, 0);
      expect((await stat(file)).size).toBe(result.output.bytes);
      expect((await sharp(file).metadata()).format).toBe("webp");
      await pool.clear(taskId);
      expect(() => pool.outputFile(taskId, 0)).toThrow(taskId);
      await expect(access(file)).rejects.toThrow("ENOENT");
    }
    await vi.waitFor(async () => expect(await filesBelow(desksDir)).toEqual([]));
  });

  test("reports of encoder and task come in order: started, then ended", async () => {
    const { pool, heard, task } = await workshop();
    const { bytes, info } = await noise(60, 60, "jpeg");
    const tasks = await Promise.all([1, 2, 3].map(() => task(bytes, info)));
    pool.send(1, { tasks });
    await heard.until("ended", 3);
    const order = heard.events
      .filter(({ type }) => type !== "ready")
      .map((event) => [event.type, "taskId" in event ? event.taskId : null]);
    expect(order).toEqual(
      tasks.flatMap((each) => [
        ["started", each.task.id],
        ["ended", each.task.id],
      ]),
    );
  });

  test("of a task with several outputs leaves each of them on the desk, and clearing the task takes them all", async () => {
    const { pool, heard, task, desksDir } = await workshop();
    const { bytes, info } = await noise(120, 90, "png");
    const small = { mode: "width", pixels: 60 } as const;
    const outputs = [{ format: "webp", resize: small }, { resize: small }, { format: "jpeg" }, { format: "webp" }] as const;
    const several = await task(bytes, info, { outputs: [...outputs] });
    pool.send(1, { tasks: [several] });
    const [ended] = await heard.until("ended", 1);
    const results = ended?.report.results ?? [];
    expect(results.map((result) => result.status === "optimized" && result.output)).toMatchObject([
      { format: "webp", width: 60 },
      { format: "png", width: 60 },
      { format: "jpeg", width: 120 },
      { format: "webp", width: 120 },
    ]);
    for (const [index, result] of results.entries()) {
      const header = await sharp(pool.outputFile(several.task.id, index)).metadata();
      if (result.status === "optimized")
        expect(header).toMatchObject({ format: result.output.format, width: result.output.width });
    }
    await pool.clear(several.task.id);
    await vi.waitFor(async () => expect(await filesBelow(desksDir)).toEqual([]));
  });

  test("with a source that is gone fails that task alone, unbegun", async () => {
    const { pool, heard, task, sourceFile } = await workshop();
    const { bytes, info } = await noise(60, 60, "jpeg");
    const [lost, kept] = [await task(bytes, info), await task(bytes, info)];
    await rm(sourceFile(lost.task.id));
    pool.send(1, { tasks: [lost, kept] });
    const ended = await heard.until("ended", 2);
    const resultOf = (id: string) => ended.find(({ taskId }) => taskId === id)?.report.results[0];
    expect(resultOf(lost.task.id)).toMatchObject({ status: "failed", error: { code: "sourceUnreadable" } });
    expect(resultOf(kept.task.id)?.status).not.toBe("failed");
    expect(heard.of("started").map(({ taskId }) => taskId)).toEqual([kept.task.id]);
  });

  test("a damaged image fails with its code, and the next one is encoded", async () => {
    const { pool, heard, task } = await workshop();
    const { bytes, info } = await noise(200, 200, "jpeg");
    const [cut, whole] = [await task(bytes.subarray(0, 6000), info), await task(bytes, info)];
    pool.send(1, { tasks: [cut, whole] });
    const [first, second] = await heard.until("ended", 2);
    expect(first?.report.results[0]).toMatchObject({ status: "failed", error: { code: "truncatedImage" } });
    expect(second?.report.results[0]?.status).toBe("optimized");
  });

  test("a source is linked, not copied, and the source stays after the desk is cleared", async () => {
    const { pool, heard, task, sourceFile } = await workshop();
    const { bytes, info } = await noise(600, 600, "jpeg");
    const slow = await task(bytes, info, { settings: slowSettings });
    pool.send(1, { tasks: [slow] });
    await heard.until("started", 1);
    expect((await stat(sourceFile(slow.task.id))).nlink).toBe(2);
    await heard.until("ended", 1);
    await vi.waitFor(async () => expect((await stat(sourceFile(slow.task.id))).nlink).toBe(1));
  });

  test("the peak is measured for a task that ran alone, and unknown for tasks that ran together", async () => {
    const { pool, heard, task } = await workshop({ inFlight: 2 });
    const { bytes, info } = await noise(1500, 1000, "jpeg");
    const alone = await task(bytes, info);
    const held = Buffer.alloc(300e6, 1);
    pool.send(1, { tasks: [alone] });
    const [first] = await heard.until("ended", 1);
    const base = heard.of("ready")[0]?.baseBytes ?? 0;
    expect(base).toBeGreaterThan(20e6);
    if (process.platform === "linux") expect(first?.report.peakBytes).toBeGreaterThan(base);
    // Memory that others took meanwhile is none of it.
    expect(first?.report.peakBytes ?? 0).toBeLessThan(base + held.length);
    pool.send(1, { tasks: [await task(bytes, info), await task(bytes, info)] });
    const [, second, third] = await heard.until("ended", 3);
    expect([second?.report.peakBytes, third?.report.peakBytes]).toEqual([null, null]);
  });
});

describe("a recall", () => {
  test("gives back what has not begun, and what has begun ends", async () => {
    const { pool, heard, task, desksDir } = await workshop();
    const { bytes, info } = await noise(800, 600, "jpeg");
    const slow = await task(bytes, info, { settings: slowSettings });
    const waiting = [await task(bytes, info), await task(bytes, info)];
    pool.send(1, { tasks: [slow, ...waiting] });
    await heard.until("started", 1);
    pool.recall(
      1,
      [slow, ...waiting].map((each) => each.task.id),
    );
    const [recalled] = await heard.until("recalled", 1);
    expect(recalled?.taskIds).toEqual(waiting.map((each) => each.task.id));
    const [ended] = await heard.until("ended", 1);
    expect(ended?.taskId).toBe(slow.task.id);
    await vi.waitFor(async () => expect(await filesBelow(desksDir)).toHaveLength(1));
    expect(heard.of("started")).toHaveLength(1);
  });

  test("may be followed at once by another send of the same tasks", async () => {
    const { pool, heard, task } = await workshop();
    const { bytes, info } = await noise(400, 400, "jpeg");
    const slow = await task(bytes, info, { settings: slowSettings });
    const waiting = await Promise.all(Array.from({ length: 20 }, () => task(bytes, info)));
    const ids = waiting.map((each) => each.task.id);
    pool.send(1, { tasks: [slow] });
    await heard.until("started", 1);
    for (let round = 1; round <= 10; round += 1) {
      pool.send(1, { tasks: waiting });
      pool.recall(1, ids);
      expect((await heard.until("recalled", round)).at(-1)?.taskIds).toEqual(ids);
    }
    pool.send(1, { tasks: waiting });
    const ended = await heard.until("ended", 21);
    expect(ended.filter(({ report }) => report.results[0]?.status === "failed")).toEqual([]);
  });

  test("right after the send gives back everything that the encoder had not begun", async () => {
    const { pool, heard, task } = await workshop();
    const { bytes, info } = await noise(600, 600, "jpeg");
    const tasks = await Promise.all([1, 2, 3, 4].map(() => task(bytes, info, { settings: slowSettings })));
    pool.send(1, { tasks });
    pool.recall(
      1,
      tasks.map((each) => each.task.id),
    );
    const [recalled] = await heard.until("recalled", 1);
    const ended = await heard.until("ended", 4 - (recalled?.taskIds.length ?? 0));
    expect(recalled?.taskIds.length).toBe(3);
    expect(new Set([...(recalled?.taskIds ?? []), ...ended.map(({ taskId }) => taskId)]).size).toBe(4);
  });
});
