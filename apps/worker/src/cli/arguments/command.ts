import { type BenchArguments, benchArguments } from "../../bench/arguments/benchArguments.ts";
import { benchOptions } from "../../bench/arguments/benchOptions.ts";
import type { HelpTopic } from "./help.ts";
import type { Environment } from "./limits.ts";
import { type OptimizeArguments, optimizeArguments } from "./optimizeArguments.ts";
import { optimizeOptions } from "./options.ts";
import { readOptions } from "./readOptions.ts";

/** What the command line asks for. */
export type Command =
  | { readonly type: "help"; readonly about: HelpTopic }
  | { readonly type: "version" }
  | { readonly type: "optimize"; readonly options: OptimizeArguments }
  | { readonly type: "bench"; readonly options: BenchArguments }
  /** Something is wrong with it, one line a problem. */
  | { readonly type: "usage"; readonly about: HelpTopic; readonly problems: readonly string[] };

/** Reads the words after `pixelmill`. */
export function readCommand(words: readonly string[], env: Environment): Command {
  const [first, ...rest] = words;
  switch (first) {
    case "optimize":
      return readOptimize(rest, env);
    case "bench":
      return readBench(rest, env);
    case "help":
    case "--help":
    case "-h":
      return { type: "help", about: rest[0] === "optimize" || rest[0] === "bench" ? rest[0] : "pixelmill" };
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
  if (readOptions(words, optimizeOptions).values.help === true) return { type: "help", about: "optimize" };
  const read = optimizeArguments(words, env);
  return read.ok ? { type: "optimize", options: read.value } : { type: "usage", about: "optimize", problems: read.problems };
}

function readBench(words: readonly string[], env: Environment): Command {
  if (readOptions(words, benchOptions).values.help === true) return { type: "help", about: "bench" };
  const read = benchArguments(words, env);
  return read.ok ? { type: "bench", options: read.value } : { type: "usage", about: "bench", problems: read.problems };
}
