import { access, constants, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileExists } from "@pixelmill/native";
import { clearDesks, makeDesk } from "../pool/desk.ts";
import { defaultWarmUpMs, forkEncoder } from "../pool/encoderProcess.ts";
import type { Log } from "../pool/log.ts";
import type { Sandbox } from "../pool/sandbox/sandbox.ts";

export interface CompileCacheOptions {
  /** Directory of the desk that this takes, its own. */
  readonly desksDir: string;
  readonly sandbox: Sandbox;
  /** A name for the code that encoders run, another one whenever that changes. */
  readonly behaviour: () => Promise<string>;
  /** Node's compile cache, as NODE_COMPILE_CACHE names it; undefined where none is used. */
  readonly directory: string | undefined;
  readonly log: Log;
}

/**
 * Has Node's compile cache hold what encoders run, before the first of them starts. In the sandbox they can't write to it, since what
 * is in there is run by others: once for each version of the code an encoder that never sees an image fills it and is ended. Without a
 * sandbox every encoder fills it itself. Never rejects.
 */
export async function fillCompileCache({ directory, sandbox, behaviour, desksDir, log }: CompileCacheOptions): Promise<void> {
  if (directory === undefined || sandbox.status.state === "none") return;
  try {
    const mark = join(directory, `encoders-${process.version}-${await behaviour()}`);
    if (await fileExists(mark)) return;
    await mkdir(directory, { recursive: true });
    await access(directory, constants.W_OK);
    if (await fill(desksDir, sandbox, log)) await writeFile(mark, "");
  } catch (error) {
    log.debug({ err: error }, "what encoders compile can't be kept");
  }
}

/** True where the encoder became warm: what it compiled is written by then. */
async function fill(desksDir: string, sandbox: Sandbox, log: Log): Promise<boolean> {
  await clearDesks(desksDir);
  const desk = await makeDesk(join(desksDir, "compile"), log);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let warm = false;
  const encoder = forkEncoder({
    desk: desk.directory,
    inFlight: 1,
    sandbox,
    fillsCompileCache: true,
    log,
    onMessage: ({ type }) => {
      warm ||= type === "ready";
      encoder.kill();
    },
    onGone: () => resolve(warm),
  });
  // Without it everything works, more slowly.
  const patience = setTimeout(() => encoder.kill(), defaultWarmUpMs);
  const filled = await promise;
  clearTimeout(patience);
  await desk.remove();
  return filled;
}
