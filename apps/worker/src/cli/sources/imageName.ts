import { sourceFacts } from "@pixelmill/core";

/** Extensions of images that Pixelmill cannot read: in a folder they are tried and refused by name, rather than passed over in silence. */
const unreadable = ["jp2"];

const known = new Set<string>([...Object.values(sourceFacts).flatMap(({ extensions }) => [...extensions]), ...unreadable]);

/**
 * What a name says of a file found in a folder: an image, something else, or, without an extension, nothing. Only its content
 * decides then.
 */
export function imageName(name: string): "image" | "other" | "unknown" {
  const dot = name.lastIndexOf(".");
  if (dot < 0) return "unknown";
  return known.has(name.slice(dot + 1).toLowerCase()) ? "image" : "other";
}

export const isHidden = (name: string): boolean => name.startsWith(".");
