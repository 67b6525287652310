import { SaxesParser } from "saxes";

/** Namespaces of the properties that say who made it, whose it is and what may be done with it, by the prefix they are written with. */
const creditNamespaces = {
  dc: "http://purl.org/dc/elements/1.1/",
  xmpRights: "http://ns.adobe.com/xap/1.0/rights/",
  photoshop: "http://ns.adobe.com/photoshop/1.0/",
  plus: "http://ns.useplus.org/ldf/xmp/1.0/",
  cc: "http://creativecommons.org/ns#",
} as const;

type Prefix = keyof typeof creditNamespaces;

/** How a property is written: one value, alternatives by language, or a list. */
type Form = "text" | "link" | "alternatives" | "bag" | "sequence" | "licensor";

/** Every property that `keepCopyright` keeps: the XMP specification, IPTC's photo metadata standard, PLUS and Creative Commons. */
export const creditProperties = {
  "dc:creator": "sequence",
  "dc:rights": "alternatives",
  "xmpRights:Marked": "text",
  "xmpRights:Owner": "bag",
  "xmpRights:UsageTerms": "alternatives",
  "xmpRights:WebStatement": "text",
  "xmpRights:Certificate": "text",
  "photoshop:Credit": "text",
  "plus:LicensorName": "licensor",
  "plus:LicensorURL": "licensor",
  "cc:license": "link",
  "cc:attributionName": "text",
  "cc:attributionURL": "link",
  "cc:morePermissions": "link",
} as const satisfies Record<`${Prefix}:${string}`, Form>;

export type CreditProperty = keyof typeof creditProperties;

/** Values of the properties that a packet has. */
export type XmpCredits = ReadonlyMap<CreditProperty, readonly string[]>;

/** Largest packet that is read, in bytes. Those of cameras and editors have up to 100 KB. */
const maxPacketBytes = 1_000_000;
const maxValues = 20;
const maxCharacters = 4000;
const maxDepth = 50;

/** The credits of an XMP packet; none where it is no XML, or too large. Entities beyond XML's own five are an error of it. */
export function xmpCredits(packet: Buffer): XmpCredits {
  const values = new Map<CreditProperty, readonly string[]>();
  if (packet.length > maxPacketBytes) return values;
  try {
    read(new TextDecoder("utf-8", { fatal: true }).decode(packet), (property, value) => {
      const known = values.get(property) ?? [];
      const text = value.trim().slice(0, maxCharacters);
      // Of alternatives the first is the default language's.
      const most = creditProperties[property] === "bag" || creditProperties[property] === "sequence" ? maxValues : 1;
      if (text !== "" && known.length < most && !known.includes(text)) values.set(property, [...known, text]);
    });
  } catch {
    return new Map();
  }
  return values;
}

function read(packet: string, found: (property: CreditProperty, value: string) => void): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: (CreditProperty | null)[] = [];
  let text = "";
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ uri, local, attributes }) => {
    if (open.length > maxDepth) throw new Error("too deep");
    text = "";
    // Inside a property everything belongs to it, unless it is one itself.
    const property = propertyOf(uri, local) ?? open.at(-1) ?? null;
    open.push(property);
    for (const attribute of Object.values(attributes)) {
      const named = propertyOf(attribute.uri, attribute.local);
      if (named !== null) found(named, attribute.value);
      else if (property !== null && attribute.name === "rdf:resource") found(property, attribute.value);
    }
  });
  parser.on("text", (more) => {
    if (open.at(-1)) text += more;
  });
  parser.on("closetag", () => {
    const property = open.pop();
    if (property) found(property, text);
    text = "";
  });
  parser.write(packet.replace(/\0+$/, "")).close();
}

function propertyOf(uri: string, local: string): CreditProperty | null {
  const prefix = (Object.keys(creditNamespaces) as Prefix[]).find((each) => creditNamespaces[each] === uri);
  const name = `${prefix}:${local}`;
  return Object.hasOwn(creditProperties, name) ? (name as CreditProperty) : null;
}

/** A packet of these credits alone; null where there are none. */
export function writeXmp(unordered: XmpCredits): Buffer | null {
  if (unordered.size === 0) return null;
  // In one order, so that what was written once is written the same again.
  const credits = new Map([...unordered].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const prefixes = [...new Set([...credits.keys()].map((property) => property.split(":")[0] as Prefix))];
  const namespaces = prefixes.map((prefix) => ` xmlns:${prefix}="${creditNamespaces[prefix]}"`).join("");
  const simple = [...credits].filter(([property]) => creditProperties[property] !== "licensor").map(element);
  return Buffer.from(
    `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">` +
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""${namespaces}>` +
      `${simple.join("")}${licensor(credits)}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`,
  );
}

function element([property, values]: readonly [CreditProperty, readonly string[]]): string {
  const items = values.map(escaped);
  const list = (kind: string, attribute = ""): string =>
    `<${property}><rdf:${kind}>${items.map((item) => `<rdf:li${attribute}>${item}</rdf:li>`).join("")}</rdf:${kind}></${property}>`;
  switch (creditProperties[property]) {
    case "alternatives":
      return list("Alt", ' xml:lang="x-default"');
    case "bag":
      return list("Bag");
    case "sequence":
      return list("Seq");
    case "link":
      return `<${property} rdf:resource="${items.join()}"/>`;
    default:
      return `<${property}>${items.join()}</${property}>`;
  }
}

function licensor(credits: XmpCredits): string {
  const parts = (["plus:LicensorName", "plus:LicensorURL"] as const).flatMap((property) =>
    (credits.get(property) ?? []).map((value) => `<${property}>${escaped(value)}</${property}>`),
  );
  if (parts.length === 0) return "";
  return `<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource">${parts.join("")}</rdf:li></rdf:Seq></plus:Licensor>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

// What XML can't hold at all goes.
const escaped = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "").replace(/[&<>"']/g, (character) => entities[character] ?? "");
