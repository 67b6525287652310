import { join } from "node:path";
import { makeDesk } from "../desk.ts";
import { forkEncoder } from "../encoderProcess.ts";
import { silentLog } from "../log.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** Forks an encoder and ends it, by a kill as most are, as soon as it is ready. Gives what it wrote to its standard error. */
export async function warmEncoder(directory: string, sandbox: Sandbox): Promise<readonly string[]> {
  const said: string[] = [];
  const desk = await makeDesk(join(directory, "desk"), silentLog);
  const ready = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const encoder = forkEncoder({
    desk: desk.directory,
    inFlight: 1,
    sandbox,
    log: { ...silentLog, warn: (facts: object) => void said.push(JSON.stringify(facts)) },
    onMessage: ({ type }) => type === "ready" && ready.resolve(),
    onGone: () => {
      ready.reject(new Error(`it was not ready: ${said.join("\n")}`));
      gone.resolve();
    },
  });
  await ready.promise;
  encoder.kill();
  await gone.promise;
  await desk.remove();
  return said;
}
