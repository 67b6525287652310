import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type BatchTask, idFromBytes, type SettingsInput, settingsSchema } from "@pixelmill/core";
import sharp from "sharp";
import { expect, it, vi } from "vitest";
import { usualLimits } from "../../testing/limits.ts";
import { createInspector } from "../inspector.ts";
import { silentLog } from "../log.ts";
import { createPool } from "../pool.ts";
import { Recorder } from "../testing/recorder.ts";
import { openSandbox } from "./sandbox.ts";

vi.setConfig({ testTimeout: 120_000 });

const fixtures = join(import.meta.dirname, "../../encoder/testing/fixtures");
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><!-- x --><rect width="9" height="9"/></svg>';

/** A source of every format that is read, by path. */
async function sourcesIn(folder: string): Promise<readonly string[]> {
  const image = sharp({
    create: { width: 60, height: 40, channels: 3, background: "#884422", noise: { type: "gaussian", sigma: 20 } },
  });
  const formats = ["jpeg", "png", "webp", "avif", "tiff", "gif"] as const;
  const made = formats.map((format) => join(folder, `made.${format}`));
  await Promise.all(
    formats.map((format, at) =>
      image
        .clone()
        .toFormat(format)
        .toFile(made[at] ?? ""),
    ),
  );
  await writeFile(join(folder, "drawing.svg"), svg);
  const kept = (await readdir(fixtures)).filter((name) => !name.endsWith(".md")).map((name) => join(fixtures, name));
  return [...made, join(folder, "drawing.svg"), ...kept];
}

/** Each of them uses another part of an encoder: libvips' writers, the addon's, the search by score. */
const outputs: SettingsInput["outputs"] = [
  { format: "original" },
  { format: "jpeg", quality: 70 },
  { format: "webp", quality: "lossless" },
  { format: "avif", quality: 50, effort: "fast" },
  { format: "png", quality: "lossless", resize: { mode: "width", pixels: 20 } },
  { format: "webp", quality: { target: 60 }, resize: { mode: "width", pixels: 30 } },
];

const sandbox = openSandbox();
const missing = sandbox.status.state === "none" ? sandbox.status.missing.join("; ") : null;
if (missing !== null) console.warn(`Skipped: encoding in the sandbox, since there is none here (${missing}).`);

it.skipIf(missing !== null)(
  "every format is inspected and encoded in the sandbox, those of libheif and of the addon too",
  async () => {
    const directory = await mkdtemp(join(tmpdir(), "pixelmill-formats-"));
    const files = await sourcesIn(directory);
    const inspector = createInspector({
      desksDir: join(directory, "inspection"),
      limits: { ...usualLimits, maxPixels: 1e8, maxFrames: 100 },
      sandbox,
      log: silentLog,
    });
    const ids = new Map(files.map((file) => [idFromBytes(randomBytes(16)), file]));
    const heard = new Recorder();
    const said: object[] = [];
    const pool = createPool({
      inFlight: 2,
      desksDir: join(directory, "desks"),
      sourceFile: (id) => ids.get(id) ?? "",
      sandbox,
      listener: heard,
      log: { ...silentLog, warn: (fields) => void said.push(fields) },
    });
    try {
      await pool.prepare();
      const encoder = pool.spawn();
      await Promise.all([inspector.start(), pool.warm()]);
      const tasks: BatchTask[] = [];
      for (const [id, file] of ids) {
        const info = await inspector.inspect(file);
        if (!info.ok) throw new Error(`${file}: ${info.error.code}`);
        const settings = settingsSchema.parse({ outputs: file.endsWith(".svg") ? [{ format: "original" }] : outputs });
        tasks.push({ task: { id, jobId: id, priority: "normal", info: info.value, settings }, threads: 1, deadlineMs: 60_000 });
      }
      pool.send(encoder, { tasks });
      const ended = await heard.until("ended", tasks.length);
      const failures = ended.flatMap(({ taskId, report }) =>
        report.results.flatMap((result, at) =>
          result.status === "failed" ? [`${basename(ids.get(taskId) ?? "")} as ${at}: ${result.error.code}`] : [],
        ),
      );
      expect(failures).toEqual([]);
      expect(said).toEqual([]);
    } finally {
      await Promise.all([pool.stop(0), inspector.stop()]);
      await rm(directory, { recursive: true, force: true });
    }
  },
);
