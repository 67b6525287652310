import { benchArguments } from "../arguments/benchArguments.ts";
import { Stage } from "../measure/stage.ts";

/** A stage of one pair of WebP, with more options. */
export function smallStage(folder: string, more: readonly string[]): Stage {
  const read = benchArguments(["--pairs", "1", "--format", "webp", ...more], {});
  if (!read.ok || read.value.type !== "measure") throw new Error("The options are wrong.");
  return new Stage({ options: read.value, folder, say: () => {} });
}
