import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { afterEach, describe, expect, test, vi } from "vitest";
import { clearDesks } from "./desk.ts";
import { silentLog } from "./log.ts";
import { createPool, type EncoderPool } from "./pool.ts";
import { openSandbox } from "./sandbox/sandbox.ts";
import { filesBelow } from "./testing/filesBelow.ts";
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

/** Asks for another encoder whenever one is lost, as the dispatcher does. */
function respawning(pool: EncoderPool, listener: Recorder): void {
  vi.spyOn(listener, "encoderLost").mockImplementation(() => void pool.spawn());
  pool.spawn();
}

describe("an encoder", () => {
  test("killed from outside is lost with no culprit, and another can take its place", async () => {
    const { pool, heard, task } = await workshop({ encoders: 2 });
    const { bytes, info } = await noise(2000, 1500, "jpeg");
    const before = pool.processes();
    const victim = before[0];
    if (victim === undefined) throw new Error("no encoder");
    pool.send(victim.encoder, { tasks: [await task(bytes, info, { settings: slowSettings })] });
    await heard.until("started", 1);
    process.kill(victim.pid, "SIGKILL");
    expect(await heard.until("lost", 1)).toEqual([{ type: "lost", encoder: victim.encoder, reason: "crashed", culprit: null }]);
    pool.spawn();
    await heard.until("ready", 3);
    expect(pool.processes().map(({ encoder }) => encoder)).toContain(3);
    expect(pool.processes().map(({ encoder }) => encoder)).not.toContain(victim.encoder);
    pool.send(3, { tasks: [await task(bytes, info, { settings: { resize: { mode: "width", pixels: 100 } } })] });
    const [ended] = await heard.until("ended", 1);
    expect(ended).toMatchObject({ encoder: 3, report: { results: [{ status: "optimized" }] } });
  });

  test("past a task's deadline is killed, and the task is named", async () => {
    const { pool, heard, task } = await workshop();
    const { bytes, info } = await noise(3000, 2000, "jpeg");
    const slow = await task(bytes, info, { settings: slowSettings, deadlineMs: 150 });
    pool.send(1, { tasks: [slow] });
    const [lost] = await heard.until("lost", 1);
    expect(lost).toEqual({ type: "lost", encoder: 1, reason: "deadline", culprit: slow.task.id });
  });

  test.skipIf(process.platform === "win32")(
    "that is stopped (SIGSTOP) in the middle of a task is killed at the deadline, and the task is named",
    async () => {
      const { pool, heard, task } = await workshop();
      const { bytes, info } = await noise(3000, 2000, "jpeg");
      const stopped = await task(bytes, info, { settings: slowSettings, deadlineMs: 2000 });
      pool.send(1, { tasks: [stopped] });
      await heard.until("started", 1);
      const pids = pool.pids();
      for (const pid of pids) process.kill(pid, "SIGSTOP");
      expect(await heard.until("lost", 1)).toEqual([{ type: "lost", encoder: 1, reason: "deadline", culprit: stopped.task.id }]);
      expect(await survivors(pids)).toEqual([]);
    },
  );

  test.skipIf(process.platform === "win32")("that is stopped while it warms up is ended, and so is lost", async () => {
    const { pool, heard } = await workshop({ warmUpMs: 10_000 });
    const warming = pool.spawn();
    await vi.waitFor(() => expect(pool.processes()).toHaveLength(2));
    process.kill(pool.pids()[1] ?? 0, "SIGSTOP");
    expect(await heard.until("lost", 1)).toEqual([{ type: "lost", encoder: warming, reason: "crashed", culprit: null }]);
  });

  test.skipIf(process.platform === "win32")("that is stopped does not outlive its pool", async () => {
    const { pool } = await workshop({ encoders: 2 });
    const pids = pool.pids();
    process.kill(pids[0] ?? 0, "SIGSTOP");
    await pool.stop(200);
    expect(await survivors(pids)).toEqual([]);
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
    expect((await sharp(pool.outputFile(done.task.id, 0)).metadata()).format).toBe("webp");
    await pool.clear(done.task.id);
    await vi.waitFor(async () => expect(await readdir(desksDir)).toEqual([]));
  });

  test("says that it is worn after its share of tasks, once, and works on until it is retired", async () => {
    const { pool, heard, task } = await workshop({ maxTasksPerEncoder: 3 });
    const { bytes, info } = await noise(60, 60, "png");
    const tasks = await Promise.all([1, 2, 3, 4, 5].map(() => task(bytes, info)));
    pool.send(1, { tasks });
    await heard.until("ended", 5);
    expect(heard.of("worn")).toEqual([{ type: "worn", encoder: 1 }]);
    pool.send(1, { tasks: [await task(bytes, info)] });
    await heard.until("started", 6);
    pool.retire(1);
    expect(await heard.until("lost", 1)).toEqual([{ type: "lost", encoder: 1, reason: "retired", culprit: null }]);
    expect(heard.of("ended")).toHaveLength(6);
    expect(pool.processes()).toEqual([]);
  });

  test("whose idle memory has grown says that it is worn", async () => {
    const { pool, heard, task } = await workshop({ maxIdleGrowthBytes: -1e9 });
    const { bytes, info } = await noise(60, 60, "png");
    pool.send(1, { tasks: [await task(bytes, info)] });
    expect(await heard.until("worn", 1)).toEqual([{ type: "worn", encoder: 1 }]);
  });

  test("retired before it is warm is lost in an orderly way, before its fork and after", async () => {
    const { pool, heard } = await workshop();
    pool.retire(pool.spawn());
    expect(await heard.until("lost", 1)).toEqual([{ type: "lost", encoder: 2, reason: "retired", culprit: null }]);
    const warming = pool.spawn();
    await vi.waitFor(() => expect(pool.processes()).toHaveLength(2));
    pool.retire(warming);
    expect((await heard.until("lost", 2))[1]).toEqual({ type: "lost", encoder: 3, reason: "retired", culprit: null });
    expect(heard.of("ready")).toHaveLength(1);
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

  test("stopped in order says so of each encoder, busy ones and idle ones", async () => {
    const reasons: unknown[] = [];
    const debug = (fields: object, message: string) => {
      if (message === "an encoder is gone" && "reason" in fields) reasons.push(fields.reason);
    };
    const { pool, heard, task } = await workshop({ encoders: 2, log: { ...silentLog, debug } });
    const { bytes, info } = await noise(600, 600, "jpeg");
    pool.send(1, { tasks: [await task(bytes, info, { settings: slowSettings }), await task(bytes, info)] });
    await heard.until("started", 1);
    await pool.stop(30_000);
    expect(reasons).toEqual(["retired", "retired"]);
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
      inFlight: 1,
      desksDir: directory,
      sourceFile: String,
      listener: new Recorder(),
      log: silentLog,
    };
    const pool = createPool(options);
    await pool.prepare();
    pool.spawn();
    await pool.warm();
    expect(await filesBelow(directory)).toEqual([]);
    if (process.platform !== "win32") expect((await stat(join(directory, "encoder-1"))).mode & 0o777).toBe(0o700);
    await pool.stop(0);
    await rm(directory, { recursive: true });
  });

  test("whose encoders do not become warm fails to start and leaves no process", async () => {
    const directory = await mkdtemp(join(tmpdir(), "pixelmill-pool-"));
    const options = {
      inFlight: 1,
      desksDir: directory,
      sourceFile: String,
      listener: new Recorder(),
      log: silentLog,
    };
    const pool = createPool({ ...options, warmUpMs: 1 });
    respawning(pool, options.listener);
    await expect(pool.warm()).rejects.toThrow("do not start");
    await pool.stop(0);
    expect(pool.pids()).toEqual([]);
    await rm(directory, { recursive: true });
  });

  test("whose encoders hang while they warm up fails to start all the same", async () => {
    const directory = await mkdtemp(join(tmpdir(), "pixelmill-pool-"));
    // Each look at the clock is half a minute later, as after a warm-up that took all its time.
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => (now += 30_000));
    const listener = new Recorder();
    const pool = createPool({
      inFlight: 1,
      desksDir: directory,
      sourceFile: String,
      listener,
      log: silentLog,
      warmUpMs: 1,
    });
    respawning(pool, listener);
    await expect(pool.warm()).rejects.toThrow("do not start");
    clock.mockRestore();
    await pool.stop(0);
    await rm(directory, { recursive: true });
  });

  test.skipIf(process.platform === "win32")("outlives a fork for which no file can be opened", async () => {
    const program = fileURLToPath(new URL("testing/noFilesLeft.ts", import.meta.url));
    const child = spawn("sh", ["-c", `ulimit -n 200 && exec "$0" "$1"`, process.execPath, program], { stdio: "inherit" });
    expect(await once(child, "exit")).toEqual([0, null]);
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

  test.skipIf(openSandbox().status.state === "none")("takes an encoder with it that is stopped, in the sandbox", async () => {
    const directory = await mkdtemp(join(tmpdir(), "pixelmill-pool-"));
    const parent = spawn(process.execPath, [fileURLToPath(new URL("testing/parent.ts", import.meta.url)), directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(parent.stdout, "data");
    const pids = String(line).trim().split(" ").map(Number);
    for (const pid of pids) process.kill(pid, "SIGSTOP");
    parent.kill("SIGKILL");
    expect(await survivors(pids, 3_000)).toEqual([]);
    await rm(directory, { recursive: true, force: true });
  });

  // In the sandbox none is left, see above.
  test.runIf(process.platform === "linux")("ends at its start what a killed worker left stopped on its desks", async () => {
    const directory = await mkdtemp(join(tmpdir(), "pixelmill-pool-"));
    const program = fileURLToPath(new URL("testing/parent.ts", import.meta.url));
    const parent = spawn(process.execPath, [program, directory, "off"], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(parent.stdout, "data");
    const [stopped = 0, ...others] = String(line).trim().split(" ").map(Number);
    process.kill(stopped, "SIGSTOP");
    parent.kill("SIGKILL");
    expect(await survivors(others, 3_000)).toEqual([]);
    expect(await survivors([stopped], 100)).toEqual([stopped]);
    const elsewhere = await mkdtemp(join(tmpdir(), "pixelmill-pool-"));
    await clearDesks(elsewhere);
    expect(await survivors([stopped], 100)).toEqual([stopped]);
    await clearDesks(join(directory, "desks"));
    expect(await survivors([stopped], 3_000)).toEqual([]);
    for (const each of [directory, elsewhere]) await rm(each, { recursive: true, force: true });
  });

  test.skipIf(process.platform === "win32")("leaves SIGINT and SIGTERM to the parent: encoders go on", async () => {
    const { pool, heard, task } = await workshop();
    const { bytes, info } = await noise(600, 600, "jpeg");
    pool.send(1, { tasks: [await task(bytes, info, { settings: slowSettings })] });
    await heard.until("started", 1);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.kill(pool.pids()[0] ?? 0, signal);
    const [ended] = await heard.until("ended", 1);
    expect(ended?.report.results[0]?.status).toBe("optimized");
    expect(heard.of("lost")).toEqual([]);
  });
});
