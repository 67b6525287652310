/** Elements that have no end tag in HTML. */
const voidElements = new Set(["meta", "br", "link", "img", "input", "hr"]);

/**
 * The elements of a page in their order, by name. Throws where a tag is not closed, an attribute not quoted, or a character that
 * must be written as an entity is not: stricter than a browser, which would guess.
 */
export function elementsOf(html: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z0-9-]+="[^"<>]*")*)\s*(\/?)>/y;
  const rest = html.replace(/^<!doctype html>\n/, "").replace(/<style>[^<]*<\/style>/, "");
  for (let at = 0; at < rest.length; ) {
    if (rest[at] !== "<") {
      const text = /[^<]+/y;
      text.lastIndex = at;
      const [found = ""] = text.exec(rest) ?? [];
      if (/>|&(?!(?:amp|lt|gt|quot|#39);)/.test(found)) throw new Error(`not escaped: ${found.slice(0, 80)}`);
      at += found.length;
      continue;
    }
    tag.lastIndex = at;
    const match = tag.exec(rest);
    if (match === null) throw new Error(`no tag: ${rest.slice(at, at + 80)}`);
    const [whole, closes, name = "", , closed] = match;
    if (closes === "/") {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> ends <${last}>`);
    } else {
      seen.push(name);
      if (closed !== "/" && !voidElements.has(name)) open.push(name);
    }
    at += whole.length;
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join(", ")}`);
  return seen;
}
