import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Config, configFromEnv } from "./config.ts";
import { configurationPage } from "./configurationPage.ts";
import { settingNames, settings } from "./settings.ts";

const linux = { platform: "linux", homeDir: "/home/ada" } as const;

function valid(env: Record<string, string>): Config {
  const result = configFromEnv(env, linux);
  if (!result.ok) throw new Error(result.problems.join("\n"));
  return result.config;
}

function problems(env: Record<string, string>): readonly string[] {
  const result = configFromEnv(env, linux);
  return result.ok ? [] : result.problems;
}

describe("configFromEnv", () => {
  it("gives every default for an empty environment", () => {
    expect(valid({})).toEqual({
      port: 3000,
      host: "127.0.0.1",
      workerPort: 3001,
      dataDir: "/home/ada/.local/share/pixelmill",
      encoders: "auto",
      minEncoders: 1,
      memoryLimitBytes: 4_000_000_000,
      memorySampleMs: 50,
      sandbox: "auto",
      plan: {},
      accessToken: null,
      allowedHosts: [],
      logLevel: "info",
      maxMegapixels: 100,
      maxFrames: 1000,
      maxSvgBytes: 8_000_000,
      maxSvgElements: 100_000,
      maxFileBytes: 2_000_000_000,
      maxFilesPerJob: 100_000,
      maxJobBytes: 200_000_000_000,
      diskReserveBytes: 1_000_000_000,
      resultsKeepMs: 7 * 86_400_000,
      resultsKeepLeastMs: 3_600_000,
      uploadsKeepMs: 2 * 86_400_000,
      downloadStallMs: 3_600_000,
      diskExpireBytes: 2_000_000_000,
      ledger: true,
    });
  });

  it("reads every setting that is given", () => {
    const config = valid({
      PORT: "8080",
      HOST: "0.0.0.0",
      WORKER_PORT: "8081",
      DATA_DIR: "/srv/pixelmill",
      ENCODERS: "3",
      MEMORY_LIMIT: "1.5GiB",
      MEMORY_SAMPLE_MS: "20",
      SANDBOX: "required",
      PLAN: "order=arrival,recall=off,batchMs=300",
      ACCESS_TOKEN: "0123456789abcdef",
      ALLOWED_HOSTS: "images.example.org, Mill.LAN",
      LOG_LEVEL: "debug",
      MAX_MEGAPIXELS: "50",
      MAX_FRAMES: "10",
      MAX_SVG_SIZE: "1M",
      MAX_SVG_ELEMENTS: "500",
      MAX_FILE_SIZE: "512M",
      MAX_FILES_PER_JOB: "7",
      MAX_JOB_SIZE: "10G",
      DISK_RESERVE: "0",
      RESULTS_KEEP: "off",
      RESULTS_KEEP_LEAST: "90s",
      UPLOADS_KEEP: "1.5h",
      DISK_EXPIRE: "20G",
      LEDGER: "off",
    });
    expect(config).toEqual({
      port: 8080,
      host: "0.0.0.0",
      workerPort: 8081,
      dataDir: "/srv/pixelmill",
      encoders: 3,
      minEncoders: 1,
      memoryLimitBytes: 1_610_612_736,
      memorySampleMs: 20,
      sandbox: "required",
      plan: { order: "arrival", recall: false, batchMs: 300 },
      accessToken: "0123456789abcdef",
      allowedHosts: ["images.example.org", "mill.lan"],
      logLevel: "debug",
      maxMegapixels: 50,
      maxFrames: 10,
      maxSvgBytes: 1_000_000,
      maxSvgElements: 500,
      maxFileBytes: 512_000_000,
      maxFilesPerJob: 7,
      maxJobBytes: 10_000_000_000,
      diskReserveBytes: 0,
      resultsKeepMs: null,
      resultsKeepLeastMs: 90_000,
      uploadsKeepMs: 5_400_000,
      downloadStallMs: 3_600_000,
      diskExpireBytes: 20_000_000_000,
      ledger: false,
    });
  });

  it("reports all problems at once, each under its setting's name", () => {
    const wrong = { PORT: "http", MEMORY_LIMIT: "much", ENCODERS: "0", LOG_LEVEL: "loud", ALLOWED_HOSTS: "http://a" };
    const found = problems({ ...wrong, SANDBOX: "yes" });
    expect(found.map((problem) => problem.split(":")[0]).sort()).toEqual([
      "ALLOWED_HOSTS",
      "ENCODERS",
      "LOG_LEVEL",
      "MEMORY_LIMIT",
      "PORT",
      "SANDBOX",
    ]);
  });

  it("counts an empty variable as not set", () => {
    expect(valid({ PORT: "", ACCESS_TOKEN: " ", DATA_DIR: "" })).toEqual(valid({}));
  });

  it("never repeats a bad access token in its problem", () => {
    const found = problems({ ACCESS_TOKEN: "short-secret" });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^ACCESS_TOKEN: expected 16/);
    expect(found.join()).not.toContain("short-secret");
  });

  it("refuses one port for web app and service", () => {
    expect(problems({ PORT: "3001" })).toEqual(["WORKER_PORT: expected another port than PORT"]);
  });

  it.each([
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "80.5"],
    ["PORT", "-1"],
    ["HOST", "http://localhost"],
    ["ENCODERS", "65"],
    ["MEMORY_LIMIT", "100M"],
    ["MAX_FILE_SIZE", "0"],
    ["MAX_JOB_SIZE", "1e9"],
    ["RESULTS_KEEP", "30s"],
    ["RESULTS_KEEP", "never"],
    ["RESULTS_KEEP_LEAST", "off"],
    ["UPLOADS_KEEP", "2"],
    ["ACCESS_TOKEN", "has a space in the middle"],
  ])("refuses %s=%s", (name, value) => {
    expect(problems({ [name]: value })).toHaveLength(1);
  });
});

describe("the table of settings", () => {
  it("describes every setting in a sentence", () => {
    for (const name of settingNames) expect(settings[name].description, name).toMatch(/^[A-Z].{20,}\.$/s);
  });

  it("is what docs/configuration.md says", async () => {
    await expect(configurationPage()).toMatchFileSnapshot(join(import.meta.dirname, "../../../../docs/configuration.md"));
  });
});
