import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { encoderEnvironment } from "../../environment.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Attempt, Outcome } from "./hostile.ts";

/** A process that was started as an encoder is, and tries what it is told. */
export interface Captive {
  readonly pid: number;
  /** Everything it wrote to standard error. */
  readonly errors: () => string;
  attempt(name: Attempt["name"], ...words: string[]): Promise<Outcome>;
  /** What {@link Captive.attempt} gives as code. */
  codeOf(name: Attempt["name"], ...words: string[]): Promise<string | null>;
  end(): Promise<void>;
}

const program = fileURLToPath(new URL("hostile.ts", import.meta.url));

/** Starts it at a desk, as `forkEncoder` starts an encoder, with another program. */
export function openCaptive(sandbox: Sandbox, desk: string): Captive {
  const environment = encoderEnvironment(desk, 1, { SECRET: "x", ...process.env });
  const { execPath, execArgv, environment: env } = sandbox.start({ desk, nodeOptions: [], environment });
  const child = fork(program, [], { execPath, execArgv: [...execArgv], env, stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let errors = "";
  child.stderr?.on("data", (text) => {
    errors += text;
  });
  const attempt = async (name: Attempt["name"], ...words: string[]): Promise<Outcome> => {
    const done = new AbortController();
    const ended = once(child, "exit", { signal: done.signal }).then(([code]) => [
      { code: `exit ${code}: ${errors}`, said: null },
    ]);
    ended.catch(() => {});
    child.send({ name, words } satisfies Attempt);
    const [outcome] = await Promise.race([once(child, "message", { signal: done.signal }), ended]);
    done.abort();
    return outcome as Outcome;
  };
  return {
    pid: child.pid ?? 0,
    errors: () => errors,
    attempt,
    codeOf: async (...tried) => (await attempt(...tried)).code,
    end: async () => {
      const ended = once(child, "exit");
      if (child.kill("SIGKILL")) await ended;
    },
  };
}
