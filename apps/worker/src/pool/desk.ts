import { constants, copyFile, link, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Failure, failure } from "@pixelmill/core";
import { native, removeFile } from "@pixelmill/native";
import type { Log } from "./log.ts";
import { endOrphans } from "./orphans.ts";

/** An encoder's private directory, from the parent's side: `in` holds what it was given, `out` what it made. */
export interface Desk {
  readonly directory: string;
  /** Puts a file into `in`: hard-linked where the disk allows it, else copied. Gives the failure where it can't be had. */
  lay(name: string, sourceFile: string): Promise<Failure | null>;
  /** Takes a file out of `in` again. Never rejects, as all that removes something here. */
  lift(name: string): Promise<void>;
  outputFile(name: string): string;
  clearOutput(name: string): Promise<void>;
  /** Removes the desk and all that is on it. */
  remove(): Promise<void>;
}

/** Makes an empty desk that only this user may look into. */
export async function makeDesk(directory: string, log: Log): Promise<Desk> {
  const inFolder = join(directory, "in");
  const outFolder = join(directory, "out");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await Promise.all([inFolder, outFolder].map((folder) => mkdir(folder, { mode: 0o700 })));
  return {
    directory,
    lay: (name, sourceFile) => lay(native.longPath(sourceFile), join(inFolder, name), log),
    lift: (name) => removeOne(join(inFolder, name)),
    outputFile: (name) => join(outFolder, name),
    clearOutput: (name) => removeOne(join(outFolder, name)),
    remove: () => remove(directory),
  };
}

/** Tidying up never fails its caller: what can't be removed now is cleared at the next start. */
const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});

/** As {@link remove}, for what is a file unless an encoder put a folder in its place. */
const removeOne = (path: string): Promise<void> => removeFile(path).catch(() => remove(path));

/** Makes the directory of all desks, empty: what a killed parent left behind, processes and files, is nobody's any more. */
export async function clearDesks(desksDir: string): Promise<void> {
  await mkdir(desksDir, { recursive: true, mode: 0o700 });
  await endOrphans(desksDir);
  const leftovers = await readdir(desksDir);
  await Promise.all(leftovers.map((name) => rm(join(desksDir, name), { recursive: true, force: true })));
}

async function lay(source: string, target: string, log: Log): Promise<Failure | null> {
  try {
    await link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_EXCL));
    return null;
  } catch (error) {
    log.warn({ err: error }, "a source could not be brought to a desk");
    return layFailure(error);
  }
}

/** The failure of a source that did not reach the desk. */
function layFailure(error: unknown): Failure {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return failure("sourceUnreadable", { reason: "it is no longer there" });
    case "EACCES":
    case "EPERM":
      return failure("sourceUnreadable", { reason: "permission denied" });
    case "EISDIR":
      return failure("sourceUnreadable", { reason: "it is a directory" });
    case "ENOSPC":
    case "EDQUOT":
      return failure("storageFull");
    default:
      return failure("internal");
  }
}
