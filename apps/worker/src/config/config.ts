import { homedir } from "node:os";
import { resolve } from "node:path";
import type { PlanConfig } from "@pixelmill/core";
import * as z from "zod";
import type { SandboxMode } from "../pool/sandbox/sandboxMode.ts";
import { defaultDataDir, type SystemFacts } from "./dataDir.ts";
import { type logLevels, type SettingName, settingNames, settings } from "./settings.ts";

/** The service's configuration, complete and valid. What each field means, its range and default: docs/configuration.md. */
export interface Config {
  readonly port: number;
  /** Address of the front door; beyond loopback the access token is in force. */
  readonly host: string;
  readonly workerPort: number;
  /** Absolute path. */
  readonly dataDir: string;
  readonly encoders: "auto" | number;
  readonly minEncoders: number;
  /** Cap of the budget, in bytes. */
  readonly memoryLimitBytes: number;
  /** Time between two samples of memory while there is work. */
  readonly memorySampleMs: number;
  /** Whether encoders run in a sandbox. */
  readonly sandbox: SandboxMode;
  /** Choices of planning that differ from the defaults. */
  readonly plan: Partial<PlanConfig>;
  /** The given token; null where none was given. */
  readonly accessToken: string | null;
  /** Lower case, with the port where one was given. */
  readonly allowedHosts: readonly string[];
  readonly logLevel: (typeof logLevels)[number];
  readonly maxMegapixels: number;
  readonly maxFrames: number;
  readonly maxSvgBytes: number;
  readonly maxSvgElements: number;
  readonly maxFileBytes: number;
  readonly maxFilesPerJob: number;
  readonly maxJobBytes: number;
  readonly diskReserveBytes: number;
  /** How long an ended job is kept; null for good. */
  readonly resultsKeepMs: number | null;
  /** How long it is kept even where the disk is short of room. */
  readonly resultsKeepLeastMs: number;
  /** How long a cut upload, and an open job that gets no file, is waited for. */
  readonly uploadsKeepMs: number;
  /** How long the reader of a download may take no byte. */
  readonly downloadStallMs: number;
  /** Free space below which ended jobs are deleted before their time. */
  readonly diskExpireBytes: number;
  /** Whether what was made before is served again. */
  readonly ledger: boolean;
}

/** The configuration, or everything that is wrong with it: one line a problem, beginning with the setting's name. */
export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/** What is shown where nothing starts since the configuration is wrong. */
export const configProblemsText = (problems: readonly string[]): string =>
  `Pixelmill cannot start with this configuration:\n${problems.map((line) => `  ${line}`).join("\n")}`;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the configuration from environment variables: defaults filled in, all problems at once. */
export function configFromEnv(
  env: Environment,
  system: SystemFacts = { platform: process.platform, homeDir: homedir() },
): ConfigResult {
  const parsed = environmentSchema.safeParse(givenOrDefault(env, system));
  if (parsed.success) return { ok: true, config: toConfig(parsed.data) };
  return { ok: false, problems: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) };
}

const environmentSchema = z
  .object({
    PORT: settings.PORT.schema,
    HOST: settings.HOST.schema,
    WORKER_PORT: settings.WORKER_PORT.schema,
    DATA_DIR: settings.DATA_DIR.schema,
    ENCODERS: settings.ENCODERS.schema,
    MIN_ENCODERS: settings.MIN_ENCODERS.schema,
    MEMORY_LIMIT: settings.MEMORY_LIMIT.schema,
    MEMORY_SAMPLE_MS: settings.MEMORY_SAMPLE_MS.schema,
    SANDBOX: settings.SANDBOX.schema,
    PLAN: settings.PLAN.schema,
    ACCESS_TOKEN: settings.ACCESS_TOKEN.schema.optional(),
    ALLOWED_HOSTS: settings.ALLOWED_HOSTS.schema,
    LOG_LEVEL: settings.LOG_LEVEL.schema,
    MAX_MEGAPIXELS: settings.MAX_MEGAPIXELS.schema,
    MAX_FRAMES: settings.MAX_FRAMES.schema,
    MAX_SVG_SIZE: settings.MAX_SVG_SIZE.schema,
    MAX_SVG_ELEMENTS: settings.MAX_SVG_ELEMENTS.schema,
    MAX_FILE_SIZE: settings.MAX_FILE_SIZE.schema,
    MAX_FILES_PER_JOB: settings.MAX_FILES_PER_JOB.schema,
    MAX_JOB_SIZE: settings.MAX_JOB_SIZE.schema,
    DISK_RESERVE: settings.DISK_RESERVE.schema,
    RESULTS_KEEP: settings.RESULTS_KEEP.schema,
    RESULTS_KEEP_LEAST: settings.RESULTS_KEEP_LEAST.schema,
    UPLOADS_KEEP: settings.UPLOADS_KEEP.schema,
    DOWNLOAD_STALL: settings.DOWNLOAD_STALL.schema,
    DISK_EXPIRE: settings.DISK_EXPIRE.schema,
    LEDGER: settings.LEDGER.schema,
  } satisfies Record<SettingName, z.ZodType>)
  .superRefine((env, context) => {
    if (env.PORT === env.WORKER_PORT) {
      context.addIssue({ code: "custom", path: ["WORKER_PORT"], message: "expected another port than PORT" });
    }
  });

function givenOrDefault(env: Environment, system: SystemFacts): Partial<Record<SettingName, string>> {
  const values: Partial<Record<SettingName, string>> = {};
  for (const name of settingNames) {
    const value = env[name]?.trim() || settings[name].default;
    if (value !== null) values[name] = value;
  }
  return { ...values, DATA_DIR: values.DATA_DIR ?? defaultDataDir(env, system) };
}

const toConfig = (env: z.output<typeof environmentSchema>): Config => ({
  port: env.PORT,
  host: env.HOST,
  workerPort: env.WORKER_PORT,
  dataDir: resolve(env.DATA_DIR),
  encoders: env.ENCODERS,
  minEncoders: env.MIN_ENCODERS,
  memoryLimitBytes: env.MEMORY_LIMIT,
  memorySampleMs: env.MEMORY_SAMPLE_MS,
  sandbox: env.SANDBOX,
  plan: env.PLAN,
  accessToken: env.ACCESS_TOKEN ?? null,
  allowedHosts: env.ALLOWED_HOSTS,
  logLevel: env.LOG_LEVEL,
  maxMegapixels: env.MAX_MEGAPIXELS,
  maxFrames: env.MAX_FRAMES,
  maxSvgBytes: env.MAX_SVG_SIZE,
  maxSvgElements: env.MAX_SVG_ELEMENTS,
  maxFileBytes: env.MAX_FILE_SIZE,
  maxFilesPerJob: env.MAX_FILES_PER_JOB,
  maxJobBytes: env.MAX_JOB_SIZE,
  diskReserveBytes: env.DISK_RESERVE,
  resultsKeepMs: env.RESULTS_KEEP,
  resultsKeepLeastMs: env.RESULTS_KEEP_LEAST,
  uploadsKeepMs: env.UPLOADS_KEEP,
  downloadStallMs: env.DOWNLOAD_STALL,
  diskExpireBytes: env.DISK_EXPIRE,
  ledger: env.LEDGER === "on",
});
