/** Largest packet that is kept, in bytes: what a JPEG holds in one segment. */
const maxPacketBytes = 65_500;

/** Namespaces of descriptions of what an encode leaves behind: gain maps and films appended to the picture. */
const partNamespaces = [
  "http://ns.adobe.com/hdr-gain-map/1.0/",
  "http://ns.apple.com/HDRGainMap/1.0/",
  "http://ns.google.com/photos/1.0/container/",
  "http://ns.google.com/photos/1.0/container/item/",
  "http://ns.google.com/photos/1.0/camera/",
  "http://ns.google.com/photos/1.0/image/",
];

const tiffNamespace = "http://ns.adobe.com/tiff/1.0/";
const exifNamespace = "http://ns.adobe.com/exif/1.0/";

/**
 * An XMP packet made true of an upright picture of a size: orientation 1, the pixels' numbers as they are, and no word of a gain map or a
 * film that is not there any more. Null where it is too large or no UTF-8.
 */
export function truthfulXmp(
  packet: Buffer,
  { width, height }: { readonly width: number; readonly height: number },
): Buffer | null {
  const text = packet.length <= maxPacketBytes ? decoded(packet) : null;
  if (text === null) return null;
  const values = [
    [tiffNamespace, "Orientation", 1],
    [tiffNamespace, "ImageWidth", width],
    [tiffNamespace, "ImageLength", height],
    [exifNamespace, "PixelXDimension", width],
    [exifNamespace, "PixelYDimension", height],
  ] as const;
  const truthful = values.reduce((all, [namespace, name, value]) => withValue(all, namespace, name, value), text);
  return Buffer.from(partNamespaces.reduce(withoutNamespace, truthful));
}

function decoded(packet: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(packet);
  } catch {
    return null;
  }
}

/** The prefixes that a packet binds to a namespace; a name that could mean something to a pattern is none. */
const prefixesOf = (packet: string, namespace: string): readonly string[] => [
  ...new Set(
    [...packet.matchAll(/xmlns:([A-Za-z_][\w-]{0,40})\s*=\s*["']([^"']{0,200})["']/g)]
      .filter(([, , bound]) => bound === namespace)
      .map(([, prefix = ""]) => prefix),
  ),
];

/** The packet with a number in the place of what a property says, as attribute or as element. */
const withValue = (packet: string, namespace: string, name: string, value: number): string =>
  prefixesOf(packet, namespace).reduce(
    (text, prefix) =>
      text
        .replace(new RegExp(`(\\s${prefix}:${name}\\s*=\\s*)(["'])[^"'<]{0,40}\\2`, "g"), `$1$2${value}$2`)
        .replace(new RegExp(`(<${prefix}:${name}>)[^<]{0,40}(</${prefix}:${name}>)`, "g"), `$1${value}$2`),
    packet,
  );

/** The packet without the properties of a namespace. */
const withoutNamespace = (packet: string, namespace: string): string =>
  prefixesOf(packet, namespace).reduce(
    (text, prefix) =>
      withoutElements(text, prefix).replace(
        new RegExp(`\\s${prefix}:[\\w-]{1,60}\\s*=\\s*(?:"[^"<]{0,400}"|'[^'<]{0,400}')`, "g"),
        "",
      ),
    packet,
  );

/** Cuts out the elements of a prefix with all that is in them, outermost first. */
function withoutElements(packet: string, prefix: string): string {
  const begin = new RegExp(`<(${prefix}:[\\w-]{1,60})(?=[\\s/>])`, "g");
  let kept = "";
  let position = 0;
  for (let match = begin.exec(packet); match !== null; match = begin.exec(packet)) {
    const end = elementEnd(packet, match.index, match[1] ?? "");
    if (end === null) break;
    kept += packet.slice(position, match.index);
    position = end;
    begin.lastIndex = end;
  }
  return kept + packet.slice(position);
}

/** Where an element ends that begins at a position; an element of its own name inside it is not expected. Null where it does not. */
function elementEnd(packet: string, start: number, name: string): number | null {
  const tagEnd = packet.indexOf(">", start);
  if (tagEnd < 0) return null;
  if (packet[tagEnd - 1] === "/") return tagEnd + 1;
  const closing = `</${name}>`;
  const close = packet.indexOf(closing, tagEnd);
  return close < 0 ? null : close + closing.length;
}
