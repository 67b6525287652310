import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterEach, describe, expect, test, vi } from "vitest";
import { silentLog } from "./log.ts";
import { createPool } from "./pool.ts";
import { noise, slowSettings } from "./testing/images.ts";
import { survivors } from "./testing/processes.ts";
import { Recorder } from "./testing/recorder.ts";
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
      if (report.result.status !== "optimized") throw new Error(report.result.status);
      expect(report.result.output).toMatchObject({ format: "webp", width: 120, height: 90 });
      expect(report.wallMs).toBeGreaterThan(0);
      const file = pool.outputFile(taskId);
      expect((await stat(file)).size).toBe(report.result.output.bytes);
      expect((await sharp(file).metadata()).format).toBe("webp");
      await pool.clear(taskId);
      expect(() => pool.outputFile(taskId)).toThrow(taskId);
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

  test("with a source that is gone fails that task alone, unbegun", async () => {
    const { pool, heard, task, sourceFile } = await workshop();
    const { bytes, info } = await noise(60, 60, "jpeg");
    const [lost, kept] = [await task(bytes, info), await task(bytes, info)];
    await rm(sourceFile(lost.task.id));
    pool.send(1, { tasks: [lost, kept] });
    const ended = await heard.until("ended", 2);
    const resultOf = (id: string) => ended.find(({ taskId }) => taskId === id)?.report.result;
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
    expect(first?.report.result).toMatchObject({ status: "failed", error: { code: "truncatedImage" } });
    expect(second?.report.result.status).toBe("optimized");
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
    pool.send(1, { tasks: [alone] });
    const [first] = await heard.until("ended", 1);
    const base = heard.of("ready")[0]?.baseBytes ?? 0;
    expect(base).toBeGreaterThan(20e6);
    if (process.platform === "linux") expect(first?.report.peakBytes).toBeGreaterThan(base);
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

describe("an encoder", () => {
  test("killed from outside is lost with no culprit, and another takes its place", async () => {
    const { pool, heard, task } = await workshop({ encoders: 2 });
    const { bytes, info } = await noise(2000, 1500, "jpeg");
    const before = pool.processes();
    const victim = before[0];
    if (victim === undefined) throw new Error("no encoder");
    pool.send(victim.encoder, { tasks: [await task(bytes, info, { settings: slowSettings })] });
    await heard.until("started", 1);
    process.kill(victim.pid, "SIGKILL");
    expect(await heard.until("lost", 1)).toEqual([{ type: "lost", encoder: victim.encoder, reason: "crashed", culprit: null }]);
    await heard.until("ready", 3);
    expect(pool.processes().map(({ encoder }) => encoder)).toContain(3);
    expect(pool.processes().map(({ encoder }) => encoder)).not.toContain(victim.encoder);
    pool.send(3, { tasks: [await task(bytes, info, { settings: { resize: { mode: "width", pixels: 100 } } })] });
    const [ended] = await heard.until("ended", 1);
    expect(ended).toMatchObject({ encoder: 3, report: { result: { status: "optimized" } } });
  });

  test("past a task's deadline is killed, and the task is named", async () => {
    const { pool, heard, task } = await workshop();
    const { bytes, info } = await noise(3000, 2000, "jpeg");
    const slow = await task(bytes, info, { settings: slowSettings, deadlineMs: 150 });
    pool.send(1, { tasks: [slow] });
    const [lost] = await heard.until("lost", 1);
    expect(lost).toEqual({ type: "lost", encoder: 1, reason: "deadline", culprit: slow.task.id });
    await heard.until("ready", 2);
  });

  test("killed by its driver is lost for that reason", async () => {
    const { pool, heard, task } = await workshop();
    const { bytes, info } = await noise(3000, 2000, "jpeg");
    const slow = await task(bytes, info, { settings: slowSettings });
    pool.send(1, { tasks: [slow] });
    await heard.until("started", 1);
    pool.kill(1, "cancelled", slow.task.id);
    const [lost] = await heard.until("lost", 1);
    expect(lost).toEqual({ type: "lost", encoder: 1, reason: "cancelled", culprit: slow.task.id });
  });

  test("that is lost keeps its finished outputs until they are cleared", async () => {
    const { pool, heard, task, desksDir } = await workshop();
    const { bytes, info } = await noise(200, 200, "png");
    const done = await task(bytes, info, { settings: { format: "webp" } });
    pool.send(1, { tasks: [done] });
    await heard.until("ended", 1);
    process.kill(pool.pids()[0] ?? 0, "SIGKILL");
    await heard.until("lost", 1);
    expect((await sharp(pool.outputFile(done.task.id)).metadata()).format).toBe("webp");
    await pool.clear(done.task.id);
    await heard.until("ready", 2);
    await vi.waitFor(async () => expect(await readdir(desksDir)).toEqual(["encoder-2"]));
  });

  test("is replaced after its share of tasks: the new one is warm before the old one retires", async () => {
    const { pool, heard, task } = await workshop({ maxTasksPerEncoder: 3 });
    const { bytes, info } = await noise(60, 60, "png");
    const tasks = await Promise.all([1, 2, 3, 4, 5].map(() => task(bytes, info)));
    pool.send(1, { tasks });
    await heard.until("lost", 1);
    expect(heard.of("ended")).toHaveLength(5);
    const order = heard.events.filter(({ type }) => ["ready", "retiring", "lost"].includes(type));
    expect(order).toMatchObject([
      { type: "ready", encoder: 1 },
      { type: "ready", encoder: 2 },
      { type: "retiring", encoder: 1 },
      { type: "lost", encoder: 1, reason: "retired", culprit: null },
    ]);
    expect(pool.processes().map(({ encoder }) => encoder)).toEqual([2]);
  });

  test("whose idle memory has grown is replaced", async () => {
    const { pool, heard, task } = await workshop({ maxIdleGrowthBytes: -1e9 });
    const { bytes, info } = await noise(60, 60, "png");
    pool.send(1, { tasks: [await task(bytes, info)] });
    const [lost] = await heard.until("lost", 1);
    expect(lost).toEqual({ type: "lost", encoder: 1, reason: "retired", culprit: null });
  });
});

describe("a pool", () => {
  test("stopped with grace lets what has begun end and begins nothing more", async () => {
    const { pool, heard, task } = await workshop();
    const { bytes, info } = await noise(600, 600, "jpeg");
    const tasks = [await task(bytes, info, { settings: slowSettings }), await task(bytes, info)];
    pool.send(1, { tasks });
    await heard.until("started", 1);
    const pids = pool.pids();
    await pool.stop(30_000);
    expect(heard.of("ended").map(({ taskId }) => taskId)).toEqual([tasks[0]?.task.id]);
    expect(heard.of("lost")).toEqual([]);
    expect(await survivors(pids)).toEqual([]);
  });

  test("stopped without grace leaves no process", async () => {
    const { pool, heard, task } = await workshop({ encoders: 2 });
    const { bytes, info } = await noise(3000, 2000, "jpeg");
    pool.send(1, { tasks: [await task(bytes, info, { settings: slowSettings })] });
    await heard.until("started", 1);
    const pids = pool.pids();
    await pool.stop(0);
    expect(await survivors(pids)).toEqual([]);
    expect(heard.of("ended")).toEqual([]);
  });

  test("clears at its start what a killed worker left on its desks", async () => {
    const directory = await mkdtemp(join(tmpdir(), "pixelmill-pool-"));
    await mkdir(join(directory, "encoder-1", "out"), { recursive: true });
    await writeFile(join(directory, "encoder-1", "out", "leftover"), "x");
    const options = {
      encoders: 1,
      inFlight: 1,
      desksDir: directory,
      sourceFile: String,
      listener: new Recorder(),
      log: silentLog,
    };
    const pool = createPool(options);
    await pool.start();
    expect(await filesBelow(directory)).toEqual([]);
    if (process.platform !== "win32") expect((await stat(join(directory, "encoder-1"))).mode & 0o777).toBe(0o700);
    await pool.stop(0);
    await rm(directory, { recursive: true });
  });

  test("whose encoders do not become warm fails to start and leaves no process", async () => {
    const directory = await mkdtemp(join(tmpdir(), "pixelmill-pool-"));
    const options = {
      encoders: 1,
      inFlight: 1,
      desksDir: directory,
      sourceFile: String,
      listener: new Recorder(),
      log: silentLog,
    };
    const pool = createPool({ ...options, warmUpMs: 1 });
    await expect(pool.start()).rejects.toThrow("do not start");
    expect(pool.pids()).toEqual([]);
    await rm(directory, { recursive: true });
  });

  test("ends with its parent: after kill -9 no encoder survives, not even one in the middle of an encode", async () => {
    const directory = await mkdtemp(join(tmpdir(), "pixelmill-pool-"));
    const parent = spawn(process.execPath, [fileURLToPath(new URL("testing/parent.ts", import.meta.url)), directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout, "data");
    const pids = String(line).trim().split(" ").map(Number);
    expect(pids).toHaveLength(3);
    parent.kill("SIGKILL");
    expect(await survivors(pids, 3_000)).toEqual([]);
    await rm(directory, { recursive: true, force: true });
  });

  test.skipIf(process.platform === "win32")("leaves SIGINT and SIGTERM to the parent: encoders go on", async () => {
    const { pool, heard, task } = await workshop();
    const { bytes, info } = await noise(600, 600, "jpeg");
    pool.send(1, { tasks: [await task(bytes, info, { settings: slowSettings })] });
    await heard.until("started", 1);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.kill(pool.pids()[0] ?? 0, signal);
    const [ended] = await heard.until("ended", 1);
    expect(ended?.report.result.status).toBe("optimized");
    expect(heard.of("lost")).toEqual([]);
  });
});

/** Paths of all files below a directory. */
async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
