import type { Config, PluginConfig } from "svgo/browser";
import type { RootAttributes } from "./svgRoot.ts";

/** What a drawing is minified by. */
export interface MinifyOptions {
  /** Whether what it says of itself (`metadata`) stays. */
  readonly keepMetadata: boolean;
}

/** Names that only a script or a page could tell from others, and text whose spaces count though SVGO takes them for none. */
const untouchable = [
  // What it does could depend on any of its nodes.
  /<(?:[\w.-]+:)?(?:script|handler|listener)[\s/>]/i,
  /\son[a-z]+\s*=/i,
  // Text of a web page.
  /<(?:[\w.-]+:)?(?:foreignObject|switch)[\s/>]/i,
  // Elements under a prefix: none of them is known by its name.
  /<[\w.-]+:(?:svg|text|tspan|textPath)[\s/>]/i,
];

/** A link within text: the spaces at its ends would be cut off. */
const linkedText = [/<text[\s>]/, /<a[\s>]/];

/** Marks stand at every point of a path, also where two points are one: SVGO leaves out the second. */
const marked = /<marker[\s>]/;

const hasTags = (text: string, count: number): boolean => text.split("<", count).length === count;

/** What moves: a path has to keep the commands that another one is turned into. */
const moving = /<(?:animate\w*|set)[\s/>]|@keyframes|\banimation\b|\btransition\b/i;

/** Rules that could name any element by what it is in. */
const styled = /<style[\s/>]|<\?xml-stylesheet/i;

/**
 * An SVG text with nothing left out that shows, moves or is referred to: ids, view box, titles and classes stay. What runs a script,
 * or holds parts of a web page, is left alone: null. Throws `SvgoParserError` where the text is no XML.
 *
 * SVGO alone is asked, in its form without any access to files; it follows no reference.
 */
export async function minifySvg(text: string, root: RootAttributes, options: MinifyOptions): Promise<string | null> {
  if (untouchable.some((pattern) => pattern.test(text)) || linkedText.every((pattern) => pattern.test(text))) return null;
  // Few encoders ever see a drawing: the others do not carry what it takes.
  const { optimize } = await import("svgo/browser");
  return optimize(text, configFor(text, root, options)).data;
}

function configFor(text: string, root: RootAttributes, { keepMetadata }: MinifyOptions): Config {
  const isStill = !moving.test(text);
  const isPlain = isStill && !styled.test(text);
  return {
    floatPrecision: precisionOf(text, root),
    plugins: [
      "removeDoctype",
      "removeXMLProcInst",
      "removeComments",
      ...(keepMetadata ? [] : (["removeMetadata"] as const)),
      "removeEditorsNSData",
      "cleanupEnableBackground",
      "convertColors",
      ...(isPlain && !hasTags(text, mostGrouped) ? structure : []),
      ...(isStill && !marked.test(text) ? geometry : []),
    ],
  };
}

/** Tags up to which groups are joined, which takes longest. */
const mostGrouped = 20_000;

/** Only where no rule can name an element by its place. Groups that have an id stay. */
const structure: readonly PluginConfig[] = ["removeEmptyAttrs", "moveElemsAttrsToGroup", "collapseGroups", "removeUnusedNS"];

/** Curves stay curves, and no transform is worked into a path: both would move points by more than the precision. */
const geometry: readonly PluginConfig[] = [
  {
    name: "convertPathData",
    params: { applyTransforms: false, makeArcs: { threshold: 0, tolerance: 0 }, straightCurves: false, convertToQ: false },
  },
  { name: "convertTransform", params: { matrixToTransform: false, transformPrecision: 7, degPrecision: 5 } },
];

/** Digits behind the point of a drawing one unit wide: less than a twentieth of a pixel where it is shown 10,000 pixels wide. */
const digitsOfUnit = 6;

/** Digits more where parts of a drawing have a scale of their own, up to a thousand. */
const digitsOfScale = 3;

const scaled = /\b(?:scale|matrix)\s*\(|<(?:symbol|pattern|clipPath|mask)[\s>]/;

const hasOwnScale = (text: string): boolean => scaled.test(text) || text.split("<svg", 3).length > 2;

/** Digits that a coordinate needs so that nothing is seen to move, by the size of the drawing's own units. */
export function precisionOf(text: string, root: RootAttributes): number {
  const [, , width = Number.NaN, height = Number.NaN] = (root.get("viewBox") ?? "")
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const side = Math.min(width, height);
  const digits = side > 0 ? Math.ceil(digitsOfUnit - Math.log10(side)) : digitsOfUnit - 2;
  return Math.min(10, Math.max(2, digits) + (hasOwnScale(text) ? digitsOfScale : 0));
}
