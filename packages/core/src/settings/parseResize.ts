import { type Resize, resizeSchema } from "./resize.ts";

/** How a size wish is written as text, for messages and help. */
export const resizeForm = "width=, height=, longest= or shortest= and a number of pixels from 1 to 65500, such as width=1920";

/** Reads a size wish written as `width=1920`, as the command line and the one-shot request take it; null where it is none. */
export function parseResize(text: string): Resize | null {
  const match = /^([a-z]+)=(\d{1,5})$/.exec(text.trim());
  const parsed = resizeSchema.safeParse({ mode: match?.[1], pixels: Number(match?.[2]) });
  return parsed.success ? parsed.data : null;
}
