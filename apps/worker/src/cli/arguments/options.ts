/** One option of a command: how it is written, and its line in the help. */
export interface OptionFacts {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** What stands for the value in the help; options without a value have none. */
  readonly value?: string;
  readonly help: string;
}

/** Every option of `pixelmill optimize`, in the order of the help, which is made from this table. */
export const optimizeOptions = {
  out: { type: "string", short: "o", value: "DIR", help: "Folder for the results. It is made where there is none." },
  preset: {
    type: "string",
    value: "NAME",
    help: "fast, balanced (default), smallest, lossless or web; what is given besides goes before.",
  },
  format: {
    type: "string",
    value: "FORMAT",
    help: "original (default), auto, jpeg, png, webp or avif; several with commas: every file in each.",
  },
  candidates: {
    type: "string",
    value: "LIST",
    help: "What --format auto chooses the smallest from: jpeg,png,webp,avif (default) or some of them.",
  },
  quality: { type: "string", value: "N", help: "1 to 100, for lossy formats. Default: what suits the format." },
  target: { type: "string", value: "SCORE", help: "Instead: the smallest file of at least this SSIMULACRA2 score, 1 to 100." },
  "max-bytes": { type: "string", value: "SIZE", help: "Instead: the best file of at most this size, such as 200K." },
  lossless: { type: "boolean", help: "Instead: nothing of any pixel is lost." },
  effort: {
    type: "string",
    value: "EFFORT",
    help: "fast, balanced (default) or smallest: time for fewer bytes at the same look.",
  },
  chroma: {
    type: "string",
    value: "CHROMA",
    help: "4:2:0 or 4:4:4 for JPEG and AVIF. Default: auto, 4:4:4 for graphics and text.",
  },
  colours: { type: "string", value: "N", help: "2 to 256: a PNG with a palette of so many colours, which loses the others." },
  resize: {
    type: "string",
    value: "SIZE",
    help: "width=1920, height=…, longest=…, shortest=…, percent=50 or box=800x600 (see below); several with commas.",
  },
  enlarge: { type: "boolean", help: "Let --resize make small images larger. Without it, they keep their size." },
  sharpen: { type: "boolean", help: "Sharpen photos a little that come out at half their size or smaller." },
  name: {
    type: "string",
    value: "PATTERN",
    help: "Names of the results: {name}, {suffix}, {format}, {width} and {height}. Default: {name}{suffix}.",
  },
  flat: { type: "boolean", help: "Put all results into DIR itself, without the folders they came from." },
  metadata: {
    type: "string",
    value: "POLICY",
    help: "strip (default), keepCopyright or keepAll. Places and serial numbers stay only with keepAll.",
  },
  colour: { type: "string", value: "POLICY", help: "srgb (default) converts colours, keep keeps them with their profile." },
  overwrite: { type: "boolean", help: "Let a result take the place of its own source. Without it, no source is ever replaced." },
  encoders: { type: "string", value: "N", help: "Encoder processes. Default: what the machine's cores and memory allow." },
  memory: {
    type: "string",
    value: "SIZE",
    help: "Most memory to use, such as 512M or 2G. Default: 4G, or less where less is free.",
  },
  ledger: {
    type: "string",
    value: "FILE",
    help: "Where results are remembered, so that none is made twice. Default: ledger.db in your data folder.",
  },
  "no-ledger": { type: "boolean", help: "Encode everything anew, and remember nothing." },
  json: { type: "boolean", help: "One line of JSON a result on standard output, then one of the summary." },
  report: {
    type: "string",
    value: "FILE",
    help: "Write what was measured to FILE: a page of charts (.html) or data (.json).",
  },
  pictures: {
    type: "string",
    value: "FILE",
    help: "Write a page (.html) with the <picture> code of every image that has several results.",
  },
  quiet: { type: "boolean", help: "Only say what went wrong." },
  help: { type: "boolean", short: "h", help: "This help." },
} as const satisfies Record<string, OptionFacts>;

/** Name of an option of `pixelmill optimize`, without its dashes. */
export type OptionName = keyof typeof optimizeOptions;
