import {
  type OutputSettings,
  type OutputSettingsInput,
  outputSettingsSchema,
  settingsSchema,
  type TargetFormat,
} from "@pixelmill/core";
import { native } from "@pixelmill/native";
import { all, type Kind, targets } from "./kind.ts";
import { kinds } from "./kinds.ts";
import type { Axes } from "./pairwise.ts";
import type { Traits } from "./traits.ts";

/** A size that is asked for, and what becomes of the grid of 64 × 48 pixels. */
export interface Sizing {
  readonly name: string;
  readonly resize: OutputSettingsInput["resize"];
  readonly width: number;
  readonly height: number;
  /** Where a point of the grid comes to lie: its place, times the scale, plus the shift. */
  readonly scale: number;
  readonly shift: readonly [x: number, y: number];
  readonly sharpen: boolean;
}

const plain = { shift: [0, 0], sharpen: false } as const;
const box = { mode: "box", width: 40, height: 40 } as const;

const sizings: readonly Sizing[] = [
  { ...plain, name: "its own size", resize: null, width: 64, height: 48, scale: 1 },
  { ...plain, name: "longest 48", resize: { mode: "longest", pixels: 48 }, width: 48, height: 36, scale: 0.75 },
  { ...plain, name: "shortest 24", resize: { mode: "shortest", pixels: 24 }, width: 32, height: 24, scale: 0.5 },
  { ...plain, name: "width 300, which it has not", resize: { mode: "width", pixels: 300 }, width: 64, height: 48, scale: 1 },
  { ...plain, name: "half", resize: { mode: "percent", percent: 50 }, width: 32, height: 24, scale: 0.5 },
  { ...plain, name: "enlarged", resize: { mode: "height", pixels: 96, enlarge: true }, width: 128, height: 96, scale: 2 },
  { ...plain, name: "inside a box", resize: { ...box, fit: "inside" }, width: 40, height: 30, scale: 0.625 },
  { ...plain, name: "with a border", resize: { ...box, fit: "contain" }, width: 40, height: 40, scale: 0.625, shift: [0, 5] },
  {
    ...plain,
    name: "filling a box",
    resize: { ...box, fit: "cover" },
    width: 40,
    height: 40,
    scale: 40 / 48,
    shift: [-20 / 3, 0],
  },
  { ...plain, name: "half, sharpened", resize: { mode: "width", pixels: 32 }, width: 32, height: 24, scale: 0.5, sharpen: true },
];

/** One task of the matrix: a source and one output of it. */
export interface MatrixCase extends Traits {
  readonly kind: Kind;
  readonly target: TargetFormat;
  readonly sizing: Sizing;
  readonly quality: OutputSettings["quality"];
  readonly effort: OutputSettings["effort"];
  readonly chroma: OutputSettings["chroma"];
  readonly colours: OutputSettings["colours"];
  readonly metadata: OutputSettings["metadata"];
  readonly colour: OutputSettings["colour"];
  /** Whether another output of the same source is made with it, so that both may share a decode. */
  readonly beside: boolean;
}

export const axes: Axes<MatrixCase> = {
  kind: kinds,
  target: targets,
  sizing: sizings,
  ...all,
  // What is searched or packed anew needs the addon.
  quality: native.codecs === null ? [null, 100] : [null, 100, "lossless", { target: 75 }, { maxBytes: 6000 }],
  effort: ["balanced", "fast", "smallest"],
  chroma: ["auto", "4:2:0", "4:4:4"],
  colours: [null, 16],
  metadata: ["strip", "keepCopyright", "keepAll"],
  colour: ["srgb", "keep"],
  beside: [false, true],
};

/** A case without what its kind cannot have, and without what contradicts the rest of it. */
export function fit(wish: MatrixCase): MatrixCase {
  const { has, targets: possible } = wish.kind;
  const target = oneOf(possible, wish.target);
  return {
    ...wish,
    ...agreeing({ ...wish, target }),
    target,
    orientation: oneOf(has.orientation, wish.orientation),
    profile: oneOf(has.profile, wish.profile),
    described: oneOf(has.described, wish.described),
  };
}

const oneOf = <Value>(possible: readonly [Value, ...Value[]], wished: Value): Value =>
  possible.includes(wished) ? wished : possible[0];

/** Options that may contradict each other or the format, with what each is where nothing is asked for. */
const plainOptions = { quality: null, chroma: "auto", colours: null, colour: "srgb" } as const;

type Options = Pick<MatrixCase, keyof typeof plainOptions>;

/** Options with those that contradict others set back: the settings' own schema tells which. */
function agreeing(wish: MatrixCase): Options {
  const { quality, chroma, colours, colour } = wish;
  const parsed = outputSettingsSchema.safeParse(wished(wish));
  if (parsed.success) return { quality, chroma, colours, colour };
  const field = parsed.error.issues[0]?.path[0];
  if (typeof field !== "string" || !Object.hasOwn(plainOptions, field)) throw parsed.error;
  return agreeing({ ...wish, [field]: plainOptions[field as keyof Options] });
}

const wished = ({ target, sizing, quality, effort, chroma, colours, metadata, colour }: MatrixCase) => ({
  format: target,
  resize: sizing.resize,
  sharpen: sizing.sharpen,
  quality,
  effort,
  chroma,
  colours,
  metadata,
  colour,
});

/** The output that a case asks for. */
export const outputOf = (of: MatrixCase): OutputSettings => {
  const [output] = settingsSchema.parse({ outputs: [wished(of)] }).outputs;
  if (output === undefined) throw new Error("A case has no output.");
  return output;
};

/** A case in words. */
export const titleOf = (of: MatrixCase): string =>
  [
    `${of.kind.name} to ${of.target} at ${of.sizing.name}`,
    of.orientation === 1 ? "" : `orientation ${of.orientation}`,
    of.profile === "none" ? "" : of.profile,
    of.described ? "with metadata" : "",
    of.quality === null ? "" : `quality ${JSON.stringify(of.quality)}`,
    of.effort === "balanced" ? "" : of.effort,
    of.chroma === "auto" ? "" : of.chroma,
    of.colours === null ? "" : `${of.colours} colours`,
    of.metadata === "strip" ? "" : of.metadata,
    of.colour === "srgb" ? "" : "in its own colours",
    of.beside ? "beside another" : "",
  ]
    .filter((word) => word !== "")
    .join(", ");
