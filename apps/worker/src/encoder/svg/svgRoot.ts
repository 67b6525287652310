import { type Failure, fail, failure, ok, type Result } from "@pixelmill/core";

/** The attributes of a drawing's outermost element, by name, as they are written. */
export type RootAttributes = ReadonlyMap<string, string>;

/** What may stand before the root: space, declarations and instructions, comments. */
const prolog = /^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/;

/** A document type that declares nothing itself. One that does can hold entities, which a few lines of make fill any memory. */
const plainDoctype = /^<!DOCTYPE[^[>]*>/i;

const rootTag = /^<(?:[\w.-]+:)?svg(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*)>/;

/** Where the root begins at the latest, and ends, in UTF-16 units: no search in it can be made to take long. */
const longestHead = 32_768;

const attribute = /(?:^|\s)([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads the outermost element of an SVG text; nothing in it is followed or expanded. Fails with `unsupportedVariant` where the
 * document type declares something, and with `corruptImage` where there is no such element.
 */
export function svgRoot(text: string): Result<RootAttributes> {
  let rest = text.slice(0, longestHead).replace(prolog, "");
  if (/^<!DOCTYPE/i.test(rest)) {
    const doctype = plainDoctype.exec(rest)?.[0];
    if (doctype === undefined) return fail(unsupported);
    rest = rest.slice(doctype.length).replace(prolog, "");
  }
  const attributes = rootTag.exec(rest)?.[1];
  return attributes === undefined ? fail(failure("corruptImage")) : ok(attributesIn(attributes));
}

const unsupported: Failure = failure("unsupportedVariant", { format: "SVG" });

const attributesIn = (text: string): RootAttributes =>
  new Map([...text.matchAll(attribute)].map(([, name = "", double, single]) => [name, double ?? single ?? ""]));
