import { resolve } from "node:path";
import type { DeliveredFormat, ImageInfo, OutputSettings, Settings } from "@pixelmill/core";
import { sha256OfFile } from "../../store/fileHash.ts";
import type { KnownOutput, RunLedger, SourceBytes } from "../ledger/runLedger.ts";
import type { OutputPlace } from "../output/outputPlan.ts";
import { placeFile, type UnfinishedFiles } from "../output/placeFile.ts";
import type { ResultLine } from "../report/lines.ts";
import { fileFactsOrNull } from "../sources/fileFacts.ts";
import { type Delivery, deliveredLine, inPlaceLast } from "./delivery.ts";

/** A source whose outputs may be known. */
export interface KnownSource {
  readonly delivery: Delivery;
  readonly bytes: SourceBytes;
  readonly info: ImageInfo;
}

interface FoundOutput {
  readonly wish: OutputSettings;
  /** Null where it is to be encoded. */
  readonly known: KnownOutput | null;
  /** Where it goes; null where it is to be encoded. */
  readonly place: OutputPlace | null;
}

function found(wish: OutputSettings, places: ReadonlyMap<DeliveredFormat, OutputPlace>, known: KnownOutput | null): FoundOutput {
  const place = known === null ? null : (places.get(known.result.output.format) ?? null);
  return { wish, known, place };
}

/**
 * Brings outputs that are known from before to their places, and writes their lines into the delivery: what is in its place is left as
 * it is, what is elsewhere is copied, what is nowhere is left to be encoded. Never rejects.
 */
export async function serveKnown(
  ledger: RunLedger,
  { delivery, bytes, info }: KnownSource,
  settings: Settings,
  unfinished: UnfinishedFiles,
): Promise<void> {
  const known = ledger.known(bytes, info, settings);
  const outputs = delivery.outputs.flatMap(({ wish, places }, at) =>
    places.ok ? [found(wish, places.value, known[at] ?? null)] : [],
  );
  let isWhole = true;
  for (const output of outputs.sort(inPlaceLast)) {
    // As long as something is to be made of it, the source stays.
    const line = isWhole || keepsSource(output) ? await serveOne(ledger, delivery, output, unfinished) : null;
    if (line === null) isWhole = false;
    else delivery.done.set(output.wish, line);
  }
}

const keepsSource = ({ place, known }: FoundOutput): boolean =>
  place?.inPlace !== true || known?.result.status === "keptOriginal";

/** The line of an output that is in its place now; null where it is to be encoded. */
async function serveOne(
  ledger: RunLedger,
  delivery: Delivery,
  { wish, place, known }: FoundOutput,
  unfinished: UnfinishedFiles,
): Promise<ResultLine | null> {
  if (known === null || place === null) return null;
  const { result, sha256, from } = known;
  try {
    const isThere = place.inPlace && result.status === "keptOriginal";
    if (!isThere && !(await holds(place.file, known)))
      await placeFile({ file: from, followLinks: true, sha256 }, place.file, delivery.source.mode, unfinished);
    ledger.moved(known, resolve(place.file));
    return deliveredLine(delivery, wish, place, { result, measured: { encodeMs: null, peakBytes: null } });
  } catch {
    // It is gone or has changed. Where it cannot be written, the encode's end will say so.
    return null;
  }
}

/** Whether the file is there already. Its size is looked at first: most that is something else has another. */
async function holds(file: string, { result, sha256 }: KnownOutput): Promise<boolean> {
  const facts = await fileFactsOrNull(file);
  return facts?.kind === "file" && facts.bytes === result.output.bytes && (await sha256OfFile(file)) === sha256;
}
