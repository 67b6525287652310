import { badge, garden, mountains, sea } from "./scenes.ts";

const photo = { width: 2400, height: 1600, type: "image/jpeg" } as const;

/** What there is to try, drawn here: nobody's pictures, and nothing to be loaded. */
const samples = [
  { path: "badge.png", draw: badge, width: 1024, height: 1024, type: "image/png" },
  { path: "garden.jpg", draw: garden, ...photo },
  { path: "mountains.jpg", draw: mountains, ...photo },
  { path: "sea.jpg", draw: sea, ...photo },
] as const;

/** As cameras write them: much more than a page needs. */
const cameraQuality = 0.95;

/** Draws the samples, one after another so that the page stays alive. Rejects where the browser can't draw or encode. */
export async function sampleFiles(): Promise<File[]> {
  const files: File[] = [];
  for (const sample of samples) files.push(await fileOf(sample));
  return files;
}

async function fileOf({ path, draw, width, height, type }: (typeof samples)[number]): Promise<File> {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  draw({ context, width, height });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, cameraQuality));
  if (blob === null) throw new Error("the canvas could not be encoded");
  return new File([blob], path, { type, lastModified: 0 });
}
