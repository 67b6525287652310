import { planTextForm, planTextSchema } from "@pixelmill/core";
import * as z from "zod";
import { sandboxModes } from "../pool/sandbox/sandboxMode.ts";
import { byteSizeSchema } from "./byteSize.ts";
import { durationOrOffSchema, durationSchema } from "./duration.ts";

/** Levels of the log, the quietest last. */
export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Whole number of a setting, both bounds included. */
const wholeNumber = (min: number, max: number) =>
  z.string().transform((text, context) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    context.addIssue(`expected a whole number from ${min} to ${max}`);
    return z.NEVER;
  });

const hostName = z.string().regex(/^[\w.:[\]-]+$/, "expected a host name or an IP address, without port");

const hostList = z.string().transform((text, context) => {
  const hosts = text.split(",").map((host) => host.trim().toLowerCase());
  const named = hosts.filter((host) => host !== "");
  if (named.every((host) => /^[\w.-]+(?::\d{1,5})?$/.test(host))) return named;
  context.addIssue("expected host names separated by commas, without scheme");
  return z.NEVER;
});

/** One setting: how it is read, its default as a user would write it (null: none, or computed), and its documentation. */
export interface SettingFacts<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly default: string | null;
  /** What may be given, for the documentation. */
  readonly values: string;
  readonly description: string;
}

const setting = <Schema extends z.ZodType>(facts: SettingFacts<Schema>): SettingFacts<Schema> => facts;

/**
 * Every setting of the service, by the name of its environment variable, in the order of docs/configuration.md, which
 * is made from this table. An empty variable counts as not set.
 */
export const settings = {
  PORT: setting({
    schema: wholeNumber(1, 65_535),
    default: "3000",
    values: "1–65535",
    description: "Port of the web app, the one to open in a browser.",
  }),
  HOST: setting({
    schema: hostName,
    default: "127.0.0.1",
    values: "host name or IP address",
    description:
      "Address the web app listens on. `127.0.0.1` serves this machine only; `0.0.0.0` serves the network, and then every visitor needs the access token.",
  }),
  WORKER_PORT: setting({
    schema: wholeNumber(1, 65_535),
    default: "3001",
    values: "1–65535, not `PORT`",
    description: "Port of the service behind the web app. It listens on 127.0.0.1 only.",
  }),
  DATA_DIR: setting({
    schema: z.string(),
    default: null,
    values: "folder",
    description:
      "Where uploads, results and the job store are kept. Default: `$XDG_DATA_HOME/pixelmill` or `~/.local/share/pixelmill`; on macOS `~/Library/Application Support/pixelmill`; on Windows `%LOCALAPPDATA%\\pixelmill`.",
  }),
  ENCODERS: setting({
    schema: z.union([z.literal("auto"), wholeNumber(1, 64)], { error: "expected auto or a whole number from 1 to 64" }),
    default: "auto",
    values: "`auto` or 1–64",
    description:
      "Encoder processes. `auto` takes one per core that the process may use, at least 2, at most 16; fewer while memory is short.",
  }),
  MIN_ENCODERS: setting({
    schema: wholeNumber(1, 64),
    default: "1",
    values: "1–64",
    description:
      "Encoders, no more than there are, that stay warm even where a large image needs their memory, or nothing was to do for ten minutes. The others are ended then and come back when there is work for them.",
  }),
  MEMORY_LIMIT: setting({
    schema: byteSizeSchema(320e6),
    default: "4G",
    values: "size, at least 320M",
    description: "Most memory that service and encoders together may use. What is free now can lower it further, never raise it.",
  }),
  MEMORY_SAMPLE_MS: setting({
    schema: wholeNumber(5, 1000),
    default: "50",
    values: "5–1000",
    description:
      "Time between two samples of the memory of service and encoders while there is work, in milliseconds. Shorter sees an overrun sooner, for more CPU: at 50 about 0.2 % of one core, at 5 about 1 %.",
  }),
  SANDBOX: setting({
    schema: z.enum(sandboxModes, { error: `expected one of ${sandboxModes.join(", ")}` }),
    default: "auto",
    values: sandboxModes.map((mode) => `\`${mode}\``).join(", "),
    description:
      "Whether encoders, which decode strangers' files, run in a sandbox: they reach their own desk and no other file, no network, no other process. `auto` puts in force what the system has (Linux, with the native build) and says what is missing, `off` leaves it aside, `required` starts nothing unless all of it is in force.",
  }),
  PLAN: setting({
    schema: planTextSchema,
    default: "",
    values: planTextForm,
    description:
      "Pieces of planning to be switched off, replaced or tuned, to measure what each brings or to suit an unusual machine; the defaults measure best. Choices: `order` (`longestFirst`, `largestFile`, `arrival`), `balance` (`pull`, `even`), `batch` (`guided`, `fixed`), `poolSize` (`cores`, `coresPlusOne`, `heritage`); `barrier`, `admission`, `tailThreads`, `spareLongest`, `recall`, `learning`, `priorities`, `ageing`, `reuse` (`on`, `off`); the numbers `inFlight`, `minBatch`, `maxBatch`, `firstBatch`, `batchMs`, `ageingMs`, `bypassMs`, `cancelGraceMs`, `stallMs`, `restMs`. What each means: `packages/core/src/plan/planConfig.ts`.",
  }),
  ACCESS_TOKEN: setting({
    schema: z.string().regex(/^[\x21-\x7e]{16,256}$/, "expected 16 to 256 printable ASCII characters without spaces"),
    default: null,
    values: "16–256 characters",
    description:
      "Token that every request needs. Without one, a `HOST` beyond this machine gets a random token, kept in `DATA_DIR/access-token`; on this machine alone none is needed.",
  }),
  ALLOWED_HOSTS: setting({
    schema: hostList,
    default: "",
    values: "host names, separated by commas",
    description:
      "Names under which browsers may reach the service, beside `localhost`, IP addresses, `HOST` and this machine's own name. Needed behind a name of your own, as a guard against DNS rebinding. Pages under these names may change things also where a proxy puts another name into the `Host` header; a name that browsers reach on another port than 80 or 443 is given with it there, as in `mill.example.org:8443`.",
  }),
  LOG_LEVEL: setting({
    schema: z.enum(logLevels, { error: `expected one of ${logLevels.join(", ")}` }),
    default: "info",
    values: logLevels.map((level) => `\`${level}\``).join(", "),
    description: "Least level of the log lines written.",
  }),
  MAX_MEGAPIXELS: setting({
    schema: wholeNumber(1, 10_000),
    default: "100",
    values: "1–10000",
    description: "Most megapixels of one image, all its frames together.",
  }),
  MAX_FRAMES: setting({
    schema: wholeNumber(1, 100_000),
    default: "1000",
    values: "1–100000",
    description: "Most frames or pages of one image.",
  }),
  MAX_SVG_SIZE: setting({
    schema: byteSizeSchema(1),
    default: "8M",
    values: "size",
    description:
      "Most bytes of one SVG drawing, unpacked where it is an SVGZ: as a tree it needs about a hundred times as much memory.",
  }),
  MAX_SVG_ELEMENTS: setting({
    schema: wholeNumber(1, 10_000_000),
    default: "100000",
    values: "1–10000000",
    description:
      "Most elements of one SVG drawing, those in comments counted. The time to minify one can grow with their square: 140,000 side by side took half a minute.",
  }),
  MAX_FILE_SIZE: setting({
    schema: byteSizeSchema(1),
    default: "2G",
    values: "size",
    description: "Most bytes of one file.",
  }),
  MAX_FILES_PER_JOB: setting({
    schema: wholeNumber(1, 1_000_000),
    default: "100000",
    values: "1–1000000",
    description: "Most files of one job.",
  }),
  MAX_JOB_SIZE: setting({
    schema: byteSizeSchema(1),
    default: "200G",
    values: "size",
    description: "Most bytes of one job, its sources summed.",
  }),
  DISK_RESERVE: setting({
    schema: byteSizeSchema(0),
    default: "1G",
    values: "size",
    description:
      "Free space that uploads leave on the disk of `DATA_DIR`. Each has its room from the moment it is admitted, so however many come at once leave as much; a resumable one that nothing comes to for ten minutes is admitted anew when it goes on.",
  }),
  RESULTS_KEEP: setting({
    schema: durationOrOffSchema(60_000),
    default: "7d",
    values: "time, at least 1m, or `off`",
    description:
      "How long a job is kept after it has ended, with its sources and results; its page tells when it will be deleted. `off` keeps it until somebody deletes it, or the disk is short of room (`DISK_EXPIRE`). A job that is being downloaded is not deleted.",
  }),
  RESULTS_KEEP_LEAST: setting({
    schema: durationSchema(0),
    default: "1h",
    values: "time",
    description: "How long an ended job is kept even where the disk is short of room.",
  }),
  UPLOADS_KEEP: setting({
    schema: durationSchema(60_000),
    default: "2d",
    values: "time, at least 1m",
    description:
      "How long an upload that was cut can be resumed, and how long a job waits for more files: after that its list of files is closed. A draft that nobody touches for so long is deleted.",
  }),
  DOWNLOAD_STALL: setting({
    schema: durationSchema(1000),
    default: "1h",
    values: "time, at least 1s",
    description:
      "How long a download may take no byte, as one that is paused in the browser, until it is cut; its job can't be deleted meanwhile. The system buffers a few megabytes, so a reader that takes less than those in this time counts as one that takes nothing.",
  }),
  DISK_EXPIRE: setting({
    schema: byteSizeSchema(0),
    default: "2G",
    values: "size",
    description:
      "Free space on the disk of `DATA_DIR` below which drafts and uploads that were cut are given up, and ended jobs deleted before their time, the one that ended first first, until there is as much again. `0` deletes none for that.",
  }),
  LEDGER: setting({
    schema: z.enum(["on", "off"], { error: "expected on or off" }),
    default: "on",
    values: "`on`, `off`",
    description:
      "Whether results are served again. `on` gives the earlier result where the same bytes come again under the same settings, and leaves files alone that Pixelmill made itself; `off` encodes every file anew, to measure, and remembers it all the same.",
  }),
} as const satisfies Record<string, SettingFacts<z.ZodType>>;

/** Name of a setting's environment variable. */
export type SettingName = keyof typeof settings;

export const settingNames = Object.keys(settings) as SettingName[];
