// Makes sure that the rest runs on a Node that can. Plain JavaScript, since an older Node must be able to read it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const needed = 24;
const root = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");

/**
 * Imports `module`, a TypeScript file beside this one. An older Node hands over to the Node pinned in the lock file; where
 * there is no package of it for this platform, it says what to do and ends with code 1.
 */
export async function runOnNode24(module) {
  if (Number.parseInt(process.versions.node, 10) >= needed) return import(module);
  const pinned = path.join(root, "node_modules/.bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(pinned)) return handOver(pinned);
  console.error(
    `Pixelmill needs Node ${needed} or newer, and this is Node ${process.versions.node}.\n` +
      `Run \`npm ci\` first: it brings its own Node on Linux and Windows (x64) and Linux (arm64).\n` +
      `On ${process.platform} (${process.arch}) there is none to bring: install Node ${needed} from https://nodejs.org.`,
  );
  process.exitCode = 1;
}

/** Runs the same command with another Node and ends as it ends. Signals are passed on; a terminal's reach both anyway. */
function handOver(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => {
    process.exit(code ?? 1);
  });
}
