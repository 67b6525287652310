import { optionLines } from "../../cli/arguments/optionLines.ts";
import { benchOptions } from "./benchOptions.ts";

/** The help about `pixelmill bench`. */
export const benchHelp = (): string => `Measures Pixelmill against plain sharp at its best, on this machine.

Usage
  pixelmill bench [folder] [options]
  pixelmill bench --compare BEFORE.json AFTER.json [--html FILE]

Options
${optionLines(benchOptions)}

Examples
  pixelmill bench photos --format webp --pairs 10
  pixelmill bench --scenario skewed --memory 512M --pairs 0
  pixelmill bench --json today.json --html today.html
  pixelmill bench --compare yesterday.json today.json

What is measured
  raw      sharp alone, in one process, with the encoders' own steps and options
  engine   batching, encoders and memory budget, without HTTP
  service  the whole path: upload through the web app, store, encode, download as ZIP
  All three on the same files, in turn, so that what else this machine does meets all of them. Without a folder or --scenario:
  the sets photos, web and skewed of PIXELMILL_SHARED or ../shared where they are there, else a set that is made. Without --format
  and --resize: jpeg, webp, and avif at longest=1920. Reports go to standard output, what is going on to standard error.
`;
