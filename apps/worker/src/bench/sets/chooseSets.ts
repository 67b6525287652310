import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { MeasureArguments } from "../arguments/benchArguments.ts";
import type { SetName } from "../arguments/scenarios.ts";
import type { RawVariant } from "../variants/rawVariant.ts";
import { generatedSet } from "./generatedSet.ts";
import { sharedSetFolder, sharedSetNames } from "./sharedSets.ts";

/** Where the images of a set are; a folder that was named gets its own name. */
export interface SetFolder {
  readonly name: SetName | null;
  readonly folder: string;
}

/** The sets that are asked for: a folder, scenarios, else the shared sets that are there, else the generated one. */
export async function chooseSets(options: MeasureArguments, temporary: string, raw: RawVariant): Promise<SetFolder[]> {
  if (options.folder !== null) return [{ name: null, folder: options.folder }];
  const shared = sharedSetNames.filter((name) => sharedSetFolder(name, process.env) !== null);
  const names: readonly SetName[] = options.sets ?? (shared.length > 0 ? shared : ["generated"]);
  return Promise.all(names.map(async (name) => ({ name, folder: await folderOf(name, temporary, raw) })));
}

async function folderOf(name: SetName, temporary: string, raw: RawVariant): Promise<string> {
  if (name === "generated") return generate(join(temporary, "generated"), raw);
  const folder = sharedSetFolder(name, process.env);
  if (folder !== null) return folder;
  throw new Error(`The set ${name} is not here: set PIXELMILL_SHARED to the folder that holds images/${name}.`);
}

async function generate(folder: string, raw: RawVariant): Promise<string> {
  await mkdir(folder, { recursive: true });
  await raw.remote.call("generate", { folder, recipes: generatedSet });
  return folder;
}
