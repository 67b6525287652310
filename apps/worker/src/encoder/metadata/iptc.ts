/** Data sets of IPTC-IIM's application record that say who made it and whose it is: https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf */
const dataSet = { byLine: 80, credit: 110, copyright: 116 } as const;
const tagMarker = 0x1c;
const applicationRecord = 2;
const photoshopName = "Photoshop 3.0\0";
const iptcResource = 0x0404;
/** Most data sets and resources looked at. */
const maxParts = 10_000;

export interface IptcCredits {
  readonly byLines: readonly string[];
  readonly credit: string | null;
  readonly copyright: string | null;
}

/** The IPTC records of what decoders give as IPTC: the records themselves, or Photoshop's resources around them. Null for none. */
export function iptcRecords(raw: Buffer): Buffer | null {
  if (raw[0] === tagMarker) return raw;
  const named = raw.toString("latin1", 0, photoshopName.length) === photoshopName;
  return resource(raw, named ? photoshopName.length : 0);
}

function resource(raw: Buffer, start: number): Buffer | null {
  let position = start;
  for (let count = 0; count < maxParts && position + 12 <= raw.length; count++) {
    if (raw.toString("latin1", position, position + 4) !== "8BIM") return null;
    const nameBytes = 1 + (raw[position + 6] ?? 0);
    const sizeAt = position + 6 + nameBytes + (nameBytes % 2);
    if (sizeAt + 4 > raw.length) return null;
    const size = raw.readUInt32BE(sizeAt);
    if (sizeAt + 4 + size > raw.length) return null;
    if (raw.readUInt16BE(position + 4) === iptcResource) return raw.subarray(sizeAt + 4, sizeAt + 4 + size);
    position = sizeAt + 4 + size + (size % 2);
  }
  return null;
}

/** Who made it and whose it is, by IPTC records. */
export function iptcCredits(records: Buffer): IptcCredits {
  const found = new Map<number, string[]>();
  let position = 0;
  for (let count = 0; count < maxParts && position + 5 <= records.length; count++) {
    if (records[position] !== tagMarker) break;
    const length = records.readUInt16BE(position + 3);
    const end = position + 5 + length;
    // The first bit says that a length of the length follows: no text is that long.
    if (length > 0x7fff || end > records.length) break;
    const id = records[position + 2] ?? 0;
    if (records[position + 1] === applicationRecord)
      found.set(id, [...(found.get(id) ?? []), textOf(records.subarray(position + 5, end))]);
    position = end;
  }
  const first = (id: number): string | null => found.get(id)?.find((text) => text !== "") ?? null;
  const byLines = (found.get(dataSet.byLine) ?? []).filter((text) => text !== "");
  return { byLines, credit: first(dataSet.credit), copyright: first(dataSet.copyright) };
}

/** UTF-8 where it is that, else Latin 1, which most writers without a character set meant. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim();
  } catch {
    return bytes.toString("latin1").trim();
  }
}

/** IPTC records of these fields alone, in UTF-8; null where there is nothing to say. */
export function writeIptc({ byLines, credit, copyright }: IptcCredits): Buffer | null {
  const texts = [
    ...byLines.map((text) => [dataSet.byLine, text] as const),
    ...(credit === null ? [] : [[dataSet.credit, credit] as const]),
    ...(copyright === null ? [] : [[dataSet.copyright, copyright] as const]),
  ];
  if (texts.length === 0) return null;
  // Record 1, data set 90: the escape sequence that announces UTF-8.
  const utf8 = Buffer.from([tagMarker, 1, 90, 0, 3, 0x1b, 0x25, 0x47]);
  return Buffer.concat([utf8, ...texts.map(([id, text]) => record(id, Buffer.from(text)))]);
}

function record(id: number, text: Buffer): Buffer {
  const head = Buffer.from([tagMarker, applicationRecord, id, 0, 0]);
  head.writeUInt16BE(text.length, 3);
  return Buffer.concat([head, text]);
}
