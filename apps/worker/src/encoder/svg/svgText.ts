import { open } from "node:fs/promises";
import { type Failure, fail, failure, formatBytes, ok, type Result } from "@pixelmill/core";

const unreadable: Failure = failure("unsupportedVariant", { format: "SVG" });

/**
 * The text of an SVG file of at most so many bytes. Fails with `drawingTooLarge`; with `unsupportedVariant` where its encoding is not
 * known; and with `corruptImage` where its bytes are none of its encoding.
 */
export async function svgText(path: string, maxBytes = Number.POSITIVE_INFINITY): Promise<Result<string>> {
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) return fail(failure("drawingTooLarge", { size: formatBytes(size), limit: formatBytes(maxBytes) }));
    return decodeSvg(await handle.readFile());
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
