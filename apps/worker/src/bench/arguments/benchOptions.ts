import type { OptionFacts } from "../../cli/arguments/options.ts";

/** Every option of `pixelmill bench`, in the order of the help, which is made from this table. */
export const benchOptions = {
  scenario: { type: "string", value: "NAMES", help: "Sets of images and scenarios, listed below; several with commas." },
  format: { type: "string", value: "FORMATS", help: "original, jpeg, png, webp or avif; several with commas." },
  quality: { type: "string", value: "N", help: "1 to 100, for lossy formats. Default: what suits the format." },
  resize: {
    type: "string",
    value: "SIDE=N",
    help: "As in optimize, of the whole picture: width=1920, height=…, percent=50, box=800x600 and others.",
  },
  pairs: { type: "string", value: "N", help: "Runs of each variant, interleaved. Default: 10. 0 measures memory only." },
  bound: {
    type: "boolean",
    help: "Measure the lower bound in every pair anew, not only once: for makespans on a machine that drifts.",
  },
  variant: { type: "string", value: "NAMES", help: "What raw sharp is set against: engine, service. Default: both." },
  encoders: { type: "string", value: "N", help: "Encoder processes. Default: what the machine's cores and memory allow." },
  memory: {
    type: "string",
    value: "SIZES",
    help: "Most memory to use, such as 512M or 2G. Default: 4G, or less where less is free. Several: see below.",
  },
  split: { type: "boolean", help: "On each set: how many encoders with how many tasks in flight, instead of the variants." },
  switches: {
    type: "boolean",
    help: "On each set: each piece of planning flipped against the default, instead of the variants.",
  },
  simulate: { type: "boolean", help: "On each set: the same on simulated machines of 2 to 64 cores, instead of the variants." },
  costs: { type: "string", value: "FILE", help: "With --simulate: what images cost, from an earlier report's JSON." },
  peers: { type: "string", value: "DIR", help: "On each set: other software, instead of the variants. See below." },
  scores: {
    type: "string",
    value: "PARTS",
    help: "On each set: bytes, score and CPU time of the encodes, instead of the variants. See below.",
  },
  set: {
    type: "string",
    value: "CHOICES",
    help: "How to plan: NAME=VALUE, several with commas, as in the service's setting PLAN.",
  },
  json: { type: "string", value: "FILE", help: "Write everything that was measured to a file, as JSON." },
  html: { type: "string", value: "FILE", help: "Write the report with its charts to a file, one page that needs nothing else." },
  compare: { type: "boolean", help: "Measure nothing: set two reports in JSON against each other." },
  help: { type: "boolean", short: "h", help: "This help." },
} as const satisfies Record<string, OptionFacts>;

export type BenchOptionName = keyof typeof benchOptions;
