import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { settingsSchema } from "@pixelmill/core";
import { usualLimits } from "../../testing/limits.ts";
import { createInspector } from "../inspector.ts";
import { silentLog } from "../log.ts";
import { createPool } from "../pool.ts";
import { openSandbox } from "../sandbox/sandbox.ts";
import { noise, slowSettings } from "./images.ts";
import { Recorder } from "./recorder.ts";

/**
 * A parent to be killed: run as `parent.ts DIRECTORY [SANDBOX]`, with the sandbox's mode (default `auto`), it starts a pool and an inspector, begins a slow encode, prints the encoders'
 * process ids on one line and stays.
 */
const directory = process.argv[2] ?? ".";
const heard = new Recorder();
const sandbox = openSandbox(process.argv[3] === "off" ? "off" : "auto");
const sourceFile = (name: string) => join(directory, name);
const pool = createPool({ inFlight: 1, desksDir: sourceFile("desks"), sourceFile, sandbox, listener: heard, log: silentLog });
const inspector = createInspector({
  desksDir: sourceFile("inspection"),
  limits: { ...usualLimits, maxPixels: 1e8, maxFrames: 100 },
  sandbox,
  log: silentLog,
});
await pool.prepare();
pool.spawn();
pool.spawn();
await Promise.all([pool.warm(), inspector.start()]);

const id = "0".repeat(32);
const { bytes, info } = await noise(3000, 2000, "jpeg");
await writeFile(sourceFile(id), bytes);
const task = { id, jobId: id, priority: "normal", info, settings: settingsSchema.parse({ outputs: [slowSettings] }) } as const;
pool.send(1, { tasks: [{ task, threads: 1, deadlineMs: 60_000 }] });
await heard.until("started", 1);
console.log([...pool.pids(), ...inspector.pids()].join(" "));
