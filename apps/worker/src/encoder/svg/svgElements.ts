const notElements = new Set(["/", "!", "?"]);

/** How many elements an SVG text has, those within comments counted; in one turn and without a copy of any part of it. */
export function svgElements(text: string): number {
  let elements = 0;
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at + 1)) {
    if (!notElements.has(text.charAt(at + 1))) elements += 1;
  }
  return elements;
}
