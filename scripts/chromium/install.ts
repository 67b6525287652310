import { spawn } from "node:child_process";
import path from "node:path";
import { root } from "../nx/runNx.ts";

/** One way to install Chromium. */
interface Installer {
  readonly name: string;
  /** Commands, run in order until one fails. */
  readonly commands: readonly (readonly [string, ...string[]])[];
  readonly env: Readonly<Record<string, string>>;
}

/** A command that says nothing for so long waits for a network that is not there, in milliseconds. */
const silentMs = 60_000;
/** The longest a command may take, in milliseconds. */
const longestMs = 10 * 60_000;

/** The ways that this machine offers, the preferred one first. */
export function installers(): Installer[] {
  const playwright = path.join(root, "node_modules/playwright-core/cli.js");
  const ways: Installer[] = [
    {
      name: "Playwright's download",
      commands: [[process.execPath, playwright, "install", "chromium", "--no-shell"]],
      env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "10000" },
    },
  ];
  if (process.platform === "linux" && process.getuid?.() === 0)
    ways.push({
      name: "the distribution's package",
      commands: [
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
      ],
      env: { DEBIAN_FRONTEND: "noninteractive" },
    });
  return ways;
}

/** Runs an installer; `null` where all its commands worked, else what the failing one said last. */
export async function install({ commands, env }: Installer): Promise<string | null> {
  for (const command of commands) {
    const failed = await run(command, env);
    if (failed !== null) return failed;
  }
  return null;
}

function run([file, ...args]: readonly [string, ...string[]], env: Readonly<Record<string, string>>): Promise<string | null> {
  // A process group of its own, since Playwright downloads in a process of its own: both have to go when the time is up.
  const detached = process.platform !== "win32";
  const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"], detached });
  const stop = () => (detached && child.pid !== undefined ? process.kill(-child.pid, "SIGKILL") : child.kill("SIGKILL"));
  const longest = setTimeout(stop, longestMs);
  const silent = setTimeout(stop, silentMs);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      silent.refresh();
      output = (output + text).slice(-2000);
    });
  return new Promise((resolve) => {
    const end = (failed: string | null) => {
      clearTimeout(longest);
      clearTimeout(silent);
      resolve(failed);
    };
    child.on("error", (error) => end(error.message));
    child.on("close", (code, signal) =>
      end(code === 0 ? null : `${file} ${args.join(" ")} ended with ${signal ?? code}\n${output}`),
    );
  });
}
