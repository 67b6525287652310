// Builds the addon, and on Linux the sandbox's launcher, into dist/ (or the folder named as argument) and writes build.json beside them:
// { addon: true, file, launcher } (launcher on Linux only) or { addon: false, missing }.
// A toolchain that is not there is an outcome and exits with 0; an error in the sources fails the build.
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { cratesArePresent, describeCargo, missingCargo, packageRoot, run } from "./toolchain.mjs";

const dist = process.argv[2] ?? join(packageRoot, "dist");
/** Its crate's name, and so its program's. */
const launcher = "pixelmill-sandbox";

// A machine without a network should learn it in seconds.
process.env.CARGO_HTTP_TIMEOUT ??= "10";
process.env.CARGO_NET_RETRY ??= "1";

process.exitCode = await build();

async function build() {
  const missing = missingCargo(describeCargo()) ?? missingCrates();
  if (missing !== null) return publishPortable(missing);
  mkdirSync(dist, { recursive: true });
  const output = mkdtempSync(join(dist, "building-"));
  try {
    return await compile(output);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/** Why the crates can't be had; null where they can. A lock file or manifest at fault is an error of ours, and is thrown. */
function missingCrates() {
  if (cratesArePresent()) return null;
  const manifest = run("cargo", ["metadata", "--no-deps", "--offline", "--format-version", "1"]);
  if (!manifest.ok) throw new Error(manifest.stderr);
  const fetched = run("cargo", ["fetch", "--locked"]);
  if (fetched.ok) return null;
  if (fetched.stderr.includes("--locked")) throw new Error(fetched.stderr);
  return `its Rust crates can't be fetched (${firstError(fetched.stderr)})`;
}

/** @param {string} text */
function firstError(text) {
  return /^error: (.*)$/m.exec(text)?.[1] ?? "cargo fetch failed";
}

/** @param {string} output folder for the built file */
async function compile(output) {
  const { status, text } = await runNapi(output);
  const linker = /linker `(.+)` not found/.exec(text)?.[1];
  if (linker !== undefined) return publishPortable(`the C linker ${linker} is not installed`);
  if (status !== 0) return 1;
  if (process.platform === "linux" && !(await compileLauncher(output))) return 1;
  return publish(output);
}

/**
 * Compiles the launcher for the same target as the addon, and so with the same crates.
 * @param {string} output folder for the built file
 */
async function compileLauncher(output) {
  const target = /^host: (.+)$/m.exec(describeCargo() ?? "")?.[1] ?? "";
  const folder = join(packageRoot, "target");
  const args = ["build", "--release", "--locked", "--package", launcher, "--target", target, "--target-dir", folder];
  const { status } = await runShown("cargo", args);
  if (status === 0) copyFileSync(join(folder, target, "release", launcher), join(output, launcher));
  return status === 0;
}

/** @param {string} output */
function runNapi(output) {
  const at = (/** @type {string[]} */ ...parts) => join(packageRoot, ...parts);
  const args = [
    napiCommand(),
    "build",
    "--release",
    "--platform",
    "--no-js",
    "--manifest-path",
    at("crates", "addon", "Cargo.toml"),
  ];
  args.push("--package-json-path", at("package.json"), "--target-dir", at("target"), "--output-dir", output, "--", "--locked");
  return runShown(process.execPath, args);
}

/**
 * Runs a command, shows what it prints and keeps it.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<{ status: number | null, text: string }>}
 */
function runShown(command, args) {
  const child = spawn(command, args, { cwd: packageRoot, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      text += chunk;
      process.stderr.write(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, text }));
  });
}

function napiCommand() {
  const manifest = createRequire(import.meta.url).resolve("@napi-rs/cli/package.json");
  return join(dirname(manifest), JSON.parse(readFileSync(manifest, "utf8")).bin.napi);
}

/**
 * Renames, never overwrites: a running process keeps the file it has loaded.
 * @param {string} output
 */
function publish(output) {
  const built = readdirSync(output);
  const file = built.find((name) => name.endsWith(".node"));
  if (file === undefined) throw new Error("napi build gave no .node file");
  const files = [file, ...built.filter((name) => name === launcher)];
  for (const name of files) renameSync(join(output, name), join(dist, name));
  writeOutcome({ addon: true, file, ...(files.includes(launcher) ? { launcher } : {}) });
  console.log(`built in ${dist}: ${files.join(", ")}`);
  return 0;
}

/** @param {string} missing in words for the user */
function publishPortable(missing) {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  writeOutcome({ addon: false, missing });
  console.log(`addon not built: ${missing}. The portable implementation takes over.`);
  return 0;
}

/** @param {{ addon: true, file: string, launcher?: string } | { addon: false, missing: string }} outcome */
function writeOutcome(outcome) {
  const temporary = join(dist, "build.json.tmp");
  writeFileSync(temporary, `${JSON.stringify(outcome, null, 2)}\n`);
  renameSync(temporary, join(dist, "build.json"));
}
