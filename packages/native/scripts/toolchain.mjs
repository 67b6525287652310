// What decides whether the addon can be built here. Run by itself it prints that as lines, which Nx hashes into the build's
// cache key: an outcome stored while cargo, a linker or the crates were missing is not found again once they are there.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const packageRoot = join(import.meta.dirname, "..");

/**
 * Runs a command quietly in this package; not ok where it fails or could not be started.
 * @param {string} command
 * @param {string[]} args
 */
export function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: packageRoot, encoding: "utf8" });
  return { ok: status === 0, stdout: stdout ?? "", stderr: stderr ?? "" };
}

/** The version and host lines of `cargo -vV`; null without a cargo that runs. */
export function describeCargo() {
  const { ok, stdout } = run("cargo", ["-vV"]);
  return ok ? stdout.trim() : null;
}

/**
 * Why cargo can't build the addon, in words for the user; null where it can.
 * @param {string | null} description what `describeCargo` gave
 */
export function missingCargo(description) {
  if (description === null) return "cargo (Rust) is not installed";
  const found = /^cargo (\d+\.\d+)/.exec(description)?.[1] ?? "0.0";
  const needed = /rust-version = "(\d+\.\d+)"/.exec(readFileSync(join(packageRoot, "Cargo.toml"), "utf8"))?.[1] ?? "0.0";
  return isOlder(found, needed) ? `cargo ${found} is too old, ${needed} or newer is needed` : null;
}

/** True where every crate of Cargo.lock is on this machine, so that no network is needed. */
export function cratesArePresent() {
  return run("cargo", ["fetch", "--locked", "--offline"]).ok;
}

/**
 * @param {string} found
 * @param {string} needed
 */
function isOlder(found, needed) {
  const [foundMajor = 0, foundMinor = 0] = found.split(".").map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split(".").map(Number);
  return foundMajor < neededMajor || (foundMajor === neededMajor && foundMinor < neededMinor);
}

/** Absent crates give a line of its own each time: whether they can be fetched changes with the network, so nothing is reused. */
function describeToolchain() {
  const cargo = describeCargo();
  const linker = process.platform === "win32" ? "" : run("cc", ["--version"]).stdout.split("\n")[0];
  const crates = cargo === null ? "no crates" : cratesArePresent() ? "crates present" : `crates absent at ${Date.now()}`;
  return [`${process.platform} ${process.arch}`, cargo ?? "no cargo", linker || "no cc", crates].join("\n");
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) console.log(describeToolchain());
