import { open } from "node:fs/promises";
import { type Failure, fail, failure, formatBytes, ok, type Result } from "@pixelmill/core";
import { isGzip, unpackDrawing } from "./gzip.ts";

const unreadable: Failure = failure("unsupportedVariant", { format: "SVG" });

/** A drawing's text, and its bytes where it was packed. */
export interface SvgText {
  readonly text: string;
  /** Null where the file is the text itself. */
  readonly unpackedBytes: number | null;
}

/**
 * The text of an SVG file, packed by gzip or not, of at most so many bytes. Fails with `drawingTooLarge`; with `unsupportedVariant` where
 * its encoding is not known; with `corruptImage` where its bytes are none of its encoding; and as {@link unpackDrawing} does.
 */
export async function svgText(path: string, maxBytes: number): Promise<Result<SvgText>> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) return fail(failure("drawingTooLarge", { size: formatBytes(size), limit: formatBytes(maxBytes) }));
    const bytes = await handle.readFile();
    const packed = isGzip(bytes);
    const unpacked = packed ? await unpackDrawing(bytes, maxBytes) : ok(bytes);
    if (!unpacked.ok) return unpacked;
    const text = decodeSvg(unpacked.value);
    return text.ok ? ok({ text: text.value, unpackedBytes: packed ? unpacked.value.length : null }) : text;
  } finally {
    await handle.close();
  }
}

/** As XML tells it: by a byte order mark, else by the declaration, else UTF-8. */
export function decodeSvg(bytes: Uint8Array): Result<string> {
  const decoder = decoderFor(encodingOf(bytes));
  if (decoder === null) return fail(unreadable);
  try {
    return ok(decoder.decode(bytes));
  } catch {
    return fail(failure("corruptImage"));
  }
}

function encodingOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  if (head.startsWith("\xff\xfe")) return "utf-16le";
  if (head.startsWith("\xfe\xff")) return "utf-16be";
  return /^(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1] ?? "utf-8";
}

function decoderFor(encoding: string): InstanceType<typeof TextDecoder> | null {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    return null;
  }
}
