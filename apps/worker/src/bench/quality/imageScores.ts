import { rm, stat } from "node:fs/promises";
import { type BenchEqualScore, type BenchPreset, formats, type ScoredFormat, scoredEfforts } from "@pixelmill/core";
import { type SharpPeer, sharpPeers } from "../baseline/scoring/sharpPeers.ts";
import type { BenchFile } from "../variants/variant.ts";
import { atScore } from "./atScore.ts";
import { Ladder } from "./ladder.ts";
import { base, type Lane, type OwnFile, withCpu } from "./lane.ts";
import { leastQuality } from "./leastQuality.ts";
import type { QualityPart } from "./parts.ts";

/** The score that is asked for. */
export const target = 75;

type EqualFile = BenchEqualScore["files"][number];

/** What was found of one image in one format. */
export interface ImageScores {
  readonly image: BenchFile;
  readonly format: ScoredFormat;
  readonly ladder: Ladder;
  /** At the target, with the least quality that reaches it, null where none does; null where that part was not asked for. */
  readonly target: { readonly file: OwnFile; readonly least: number | null } | null;
  readonly presets: readonly { readonly effort: BenchPreset["effort"]; readonly file: OwnFile }[];
  /** `file` is null where a peer made none that could be compared. */
  readonly equal: readonly { readonly peer: string; readonly file: EqualFile | null }[];
}

type Found = Pick<ImageScores, "image" | "format" | "ladder">;

/** Everything of one image in one format. */
export async function imageScores(
  lane: Lane,
  image: BenchFile,
  format: ScoredFormat,
  parts: readonly QualityPart[],
): Promise<ImageScores> {
  const found = { image, format, ladder: new Ladder(image, format) };
  const atTarget = parts.includes("target") ? await targetOf(lane, found) : null;
  const presets = parts.includes("presets") ? await presetsOf(lane, found) : [];
  const equal = parts.includes("equal") ? await equalOf(lane, found) : [];
  return { ...found, target: atTarget, presets, equal };
}

async function targetOf(lane: Lane, { image, format, ladder }: Found): Promise<ImageScores["target"]> {
  const file = await lane.encodeAndScore(image, { format, quality: { target } });
  const guess = file.quality ?? formats[format].quality.default;
  const least = await leastQuality(async (quality) => (await ladder.at(lane, quality)).score, target, guess);
  return { file, least };
}

async function presetsOf(lane: Lane, { image, format }: Found): Promise<ImageScores["presets"]> {
  const presets: { effort: BenchPreset["effort"]; file: OwnFile }[] = [];
  for (const effort of scoredEfforts) presets.push({ effort, file: await lane.encodeAndScore(image, { format, effort }) });
  return presets;
}

/** Someone else who writes files. */
interface Peer {
  readonly name: string;
  readonly cpuRoots: readonly number[];
  /** False where it could not. */
  write(image: BenchFile, format: ScoredFormat, output: string): Promise<boolean>;
}

function peersOf({ writing, lazyImage }: Lane): Peer[] {
  const bySharp = (Object.keys(sharpPeers) as SharpPeer[]).map(
    (peer): Peer => ({
      name: peer,
      cpuRoots: [writing.pid],
      write: async ({ source }, format, output) => {
        await writing.call("write", { peer, format, source, output });
        return true;
      },
    }),
  );
  return lazyImage === null ? bySharp : [...bySharp, lazyImage];
}

async function equalOf(lane: Lane, found: Found): Promise<ImageScores["equal"]> {
  const equal: { peer: string; file: EqualFile | null }[] = [];
  for (const peer of peersOf(lane)) equal.push({ peer: peer.name, file: await equalFile(lane, found, peer) });
  return equal;
}

async function equalFile(lane: Lane, { image, format, ladder }: Found, peer: Peer): Promise<EqualFile | null> {
  const output = `${lane.newFile()}.${format}`;
  const { result: written, cpuSeconds } = await withCpu(peer.cpuRoots, () => peer.write(image, format, output));
  if (!written) return null;
  const score = await lane.score(image, output);
  const { size } = await stat(output);
  await rm(output);
  if (score === null) return null;
  const own = await atScore((quality) => ladder.at(lane, quality), score, formats[format].quality.default);
  return { ...base(image), bytes: size, score, cpuSeconds, own };
}
