import {
  type BenchEqualScore,
  type BenchLossless,
  type BenchNeverLarger,
  type BenchPreset,
  type BenchQuality,
  type BenchTarget,
  caseName,
  equalScoreSummary,
  losslessSummary,
  outputsInWords,
  presetSummary,
  settingsSchema,
  targetBand,
  targetSummary,
} from "@pixelmill/core";
import { bytes, significant } from "../../report/numbers.ts";
import type { Table } from "../../report/table.ts";

/** Everything that was measured of the encodes of a set; tables that would be empty are left out. */
export const qualityTables = (of: BenchQuality): Table[] =>
  [
    targetTable(of),
    missedTable(of),
    presetTable(of),
    equalTable(of),
    losslessTable(of),
    largerTable(of),
    largerFilesTable(of),
    scoringTable(of),
  ].filter(({ rows }) => rows.length > 0);

/** The set, and how its images were made smaller before anyone got them. */
export function qualityName({ set, resize }: BenchQuality): string {
  const size =
    resize === null
      ? ""
      : ` at ${outputsInWords(settingsSchema.parse({ outputs: [{ resize }] }).outputs).replace(/^.* at /, "")}`;
  return `${set.name}${size}, ${set.files} files, ${significant(set.pixels / 1e6)} MP`;
}

const score = (value: number | null): string => (value === null ? "–" : value.toFixed(1));
const number = (value: number | null): string => (value === null ? "–" : significant(value));
const percent = (share: number | null): string => (share === null ? "–" : `${(share * 100).toFixed(1)} %`);
const times = (ratio: number | null): string => (ratio === null ? "–" : ratio.toFixed(3));

const targetTable = (of: BenchQuality): Table => ({
  title: `A score that is asked for: ${qualityName(of)}`,
  head: ["", "on target", "scores", "encodes", "at most", "bytes", "kept", "fixed quality", "its bytes", "saved", "CPU s/MP"],
  rows: of.targets.map(targetRow),
  note:
    `SSIMULACRA2, on target from it to ${targetBand} above. Fixed quality: the least at which every image reaches the score. ` +
    "Originals that nothing smaller came of are kept, and count with their bytes only. CPU: encodes and scores together.",
});

function targetRow(target: BenchTarget): string[] {
  const summary = targetSummary(target);
  return [
    `${target.format}, ${target.target}`,
    `${summary.onTarget} of ${summary.files}`,
    `${score(summary.lowest)}–${score(summary.highest)}`,
    number(summary.meanEncodes),
    String(summary.mostEncodes),
    bytes(summary.bytes),
    String(summary.kept),
    target.fixed === null ? "none" : String(target.fixed.quality),
    bytes(summary.fixedBytes),
    percent(summary.saving),
    number(summary.cpuSecondsPerMegapixel),
  ];
}

/** Images whose score is not where it should be. */
const missedTable = (of: BenchQuality): Table => ({
  title: "Beside the target",
  head: ["file", "format", "score", "quality", "encodes"],
  rows: of.targets.flatMap(({ format, target, files }) =>
    files
      .filter((file) => !file.kept && (file.score < target || file.score > target + targetBand))
      .map((file) => [file.name, format, score(file.score), number(file.quality), String(file.encodes ?? "–")]),
  ),
});

const presetTable = (of: BenchQuality): Table => ({
  title: `Presets at their own quality: ${qualityName(of)}`,
  head: ["", "bytes", "of the source", "score, mean", "lowest", "highest", "CPU s/MP"],
  rows: of.presets.map(presetRow),
});

function presetRow(preset: BenchPreset): string[] {
  const { bytes: all, sourceBytes, mean, lowest, highest, cpuSecondsPerMegapixel } = presetSummary(preset);
  const share = sourceBytes === 0 ? null : all / sourceBytes;
  return [
    `${preset.format}, ${preset.effort}`,
    bytes(all),
    percent(share),
    score(mean),
    score(lowest),
    score(highest),
    number(cpuSecondsPerMegapixel),
  ];
}

const equalTable = (of: BenchQuality): Table => ({
  title: `Balanced at the scores of others: ${qualityName(of)}`,
  head: ["", "images", "its score, mean", "its bytes", "its CPU s/MP", "our quality, mean", "bytes ÷ its", "CPU ÷ its"],
  rows: of.equalScores.map(equalRow),
  note:
    "Each image of each of them is scored; Balanced is encoded at the two whole qualities around that score, and its bytes (by their " +
    "logarithm) and CPU time are taken between them. CPU time is that of all processes from file to file, Pixelmill's batching and " +
    "reading of headers included.",
});

function equalRow(equal: BenchEqualScore): string[] {
  const { peer, files, bytesRatio, cpuRatio, ownQuality } = equalScoreSummary(equal);
  return [
    `${equal.format}, ${equal.peer}`,
    `${files} of ${equal.files.length + equal.failed.length}`,
    score(peer.mean),
    bytes(peer.bytes),
    number(peer.cpuSecondsPerMegapixel),
    number(ownQuality),
    times(bytesRatio),
    times(cpuRatio),
  ];
}

const losslessTable = (of: BenchQuality): Table => ({
  title: `PNG without loss: ${caseName({ set: of.set, settings: settingsSchema.parse({ outputs: [{ format: "png" }] }) })}`,
  head: ["", "files", "source", "bytes", "pixels differ", "bytes ÷ oxipng -o4", "CPU ÷ its"],
  rows: of.lossless.map(losslessRow),
});

function losslessRow(lossless: BenchLossless): string[] {
  const { files, sourceBytes, bytes: all, different, bytesRatio, cpuRatio } = losslessSummary(lossless);
  return [lossless.effort, String(files), bytes(sourceBytes), bytes(all), String(different), times(bytesRatio), times(cpuRatio)];
}

const largerTable = (of: BenchQuality): Table => ({
  title: `Never larger, in no mode: ${of.set.name}`,
  head: ["", "delivered", "of these kept", "source", "bytes", "larger", "failed"],
  rows: of.neverLarger.map(largerRow),
});

const largerRow = (of: BenchNeverLarger): string[] => [
  of.mode,
  String(of.delivered),
  String(of.kept),
  bytes(of.sourceBytes),
  bytes(of.bytes),
  String(of.larger.length),
  String(of.failed.length),
];

/** What is larger, and what failed. */
const largerFilesTable = (of: BenchQuality): Table => ({
  title: "Larger than their source, or failed",
  text: true,
  head: ["file", "mode", "source", "became"],
  rows: of.neverLarger.flatMap(({ mode, larger, failed }) => [
    ...larger.map((file) => [file.name, mode, bytes(file.sourceBytes), bytes(file.bytes)]),
    ...failed.map(({ name, code }) => [name, mode, "–", code ?? "–"]),
  ]),
});

const scoringTable = ({ scoring }: BenchQuality): Table => ({
  title: "The score itself: SSIMULACRA2 of two pictures in memory",
  head: ["", "scored", "CPU s/MP", "bytes a pixel, at most"],
  rows:
    scoring === null
      ? []
      : [
          [
            "each file",
            `${significant(scoring.pixels / 1e6)} MP`,
            significant(scoring.cpuSecondsPerMegapixel),
            number(scoring.peakBytesPerPixel),
          ],
        ],
});
