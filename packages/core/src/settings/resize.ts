import * as z from "zod";

/** Modes that name one side of the image: the other follows. */
export const sideModes = ["width", "height", "longest", "shortest"] as const;

/** How an image comes into a box: cut to fill it, whole with a border, or whole and as large as fits. */
export const boxFits = ["inside", "cover", "contain"] as const;

export type BoxFit = (typeof boxFits)[number];

/** Which part is kept where an image is cut: the middle, what draws the eye, or what holds most detail. */
export const cropPositions = ["centre", "attention", "entropy"] as const;

export type CropPosition = (typeof cropPositions)[number];

/** Smallest and largest side that can be wished for, in pixels. The largest is JPEG's own limit. */
export const sideRange = { min: 1, max: 65_500 } as const;

/** Smallest and largest percentage that can be wished for. */
export const percentRange = { min: 1, max: 1000 } as const;

const side = z.int().min(sideRange.min).max(sideRange.max);

/** Whether an image that is too small is made larger; by default it keeps its size. */
const enlarge = z.boolean().default(false);

const ofSide = <Mode extends (typeof sideModes)[number]>(mode: Mode) =>
  z.strictObject({ mode: z.literal(mode), /** Target length of that side. */ pixels: side, enlarge });

const percentSchema = z.strictObject({
  mode: z.literal("percent"),
  /** Of the source's sides, 1–1,000, whole. */
  percent: z.int().min(percentRange.min).max(percentRange.max),
  enlarge,
});

const boxSchema = z
  .strictObject({
    mode: z.literal("box"),
    width: side,
    height: side,
    /**
     * `inside` (default): the whole image, as large as the box allows. `contain`: the same, and a border up to the box's size,
     * transparent where the format has transparency, else white. `cover`: what fills the box, the rest cut off.
     */
    fit: z.enum(boxFits).default("inside"),
    /** What `cover` keeps. Of an animation always the centre, the same in each frame. */
    position: z.enum(cropPositions).default("centre"),
    enlarge,
  })
  .refine(({ fit, position }) => fit === "cover" || position === "centre", "Only fit=cover has a position.");

/** Size wish. The aspect ratio stays, and nothing is enlarged unless it is asked for. */
export const resizeSchema = z.discriminatedUnion("mode", [
  ofSide("width"),
  ofSide("height"),
  ofSide("longest"),
  ofSide("shortest"),
  percentSchema,
  boxSchema,
]);

export type Resize = z.infer<typeof resizeSchema>;

/** A size wish as it may be given, defaults left out. */
export type ResizeInput = z.input<typeof resizeSchema>;

export type SideResize = Extract<Resize, { readonly pixels: number }>;
export type BoxResize = Extract<Resize, { readonly mode: "box" }>;

/** Every way to wish for a size. */
export const resizeModes = [...sideModes, "percent", "box"] as const satisfies readonly Resize["mode"][];
