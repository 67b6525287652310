import type { Environment } from "./limits.ts";
import { type OptimizeArguments, optimizeArguments } from "./optimizeArguments.ts";
import { readOptions } from "./readOptions.ts";

/** What the command line asks for. */
export type Command =
  | { readonly type: "help"; readonly about: "pixelmill" | "optimize" }
  | { readonly type: "version" }
  | { readonly type: "optimize"; readonly options: OptimizeArguments }
  /** Something is wrong with it, one line a problem. */
  | { readonly type: "usage"; readonly about: "pixelmill" | "optimize"; readonly problems: readonly string[] };

/** Reads the words after `pixelmill`. */
export function readCommand(words: readonly string[], env: Environment): Command {
  const [first, ...rest] = words;
  switch (first) {
    case "optimize":
      return readOptimize(rest, env);
    case "help":
    case "--help":
    case "-h":
      return { type: "help", about: rest[0] === "optimize" ? "optimize" : "pixelmill" };
    case "--version":
    case "-V":
      return { type: "version" };
    case undefined:
      return { type: "usage", about: "pixelmill", problems: ["no command was given"] };
    default:
      return { type: "usage", about: "pixelmill", problems: [`${first}: there is no such command`] };
  }
}

function readOptimize(words: readonly string[], env: Environment): Command {
  if (readOptions(words).values.help === true) return { type: "help", about: "optimize" };
  const read = optimizeArguments(words, env);
  return read.ok ? { type: "optimize", options: read.value } : { type: "usage", about: "optimize", problems: read.problems };
}
