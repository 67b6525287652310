import type { JobReport, Lane, LaneBlock } from "@pixelmill/core";
import { bar, type Figure, xAxis } from "./html/figure.ts";
import { at, frame, plotWidth, ticksTo } from "./html/scale.ts";
import type { ReportWords } from "./words.ts";

const rowHeight = 18;
const laneGap = 10;

/** What each place of the pool ran when; in a large job a bar is many tasks. */
export function jobLanesFigure({ lanes, wallMs }: JobReport, words: ReportWords): Figure {
  const { t, duration, shortDuration } = words;
  let top: number = frame.top;
  const drawn = lanes.map((lane, index) => {
    const drawing = drawLane(lane, index, { wallMs, top, words });
    top += lane.rows * rowHeight + laneGap;
    return drawing;
  });
  const height = top + frame.bottom;
  const most = Math.max(wallMs, 1e-6);
  const joined = lanes.some(({ blocks }) => blocks.some(({ tasks }) => tasks > 1));
  return {
    title: joined ? t("lanes.joinedTitle") : t("lanes.title"),
    description: t("lanes.description", { count: lanes.length, time: duration(wallMs) }),
    drawing: `${drawn.join("\n")}\n${xAxis(ticksTo(most, 8), most, shortDuration, height)}`,
    height,
    table: {
      head: [t("lanes.lane"), t("lanes.images"), t("lanes.without"), t("throughput.from"), t("throughput.to")],
      rows: lanes.map(({ blocks }, index) => laneRow(blocks, index, words)),
      note: t("lanes.note"),
    },
  };
}

function laneRow(blocks: readonly LaneBlock[], index: number, { duration }: ReportWords): string[] {
  const sum = (of: (block: LaneBlock) => number) => blocks.reduce((total, block) => total + of(block), 0);
  const from = blocks.reduce((least, { fromMs }) => Math.min(least, fromMs), Number.POSITIVE_INFINITY);
  const to = blocks.reduce((most, { toMs }) => Math.max(most, toMs), 0);
  return [
    String(index + 1),
    String(sum(({ tasks }) => tasks)),
    String(sum(({ failed }) => failed)),
    duration(from),
    duration(to),
  ];
}

interface LanePlace {
  readonly wallMs: number;
  readonly top: number;
  readonly words: ReportWords;
}

function drawLane({ rows, blocks }: Lane, index: number, { wallMs, top, words }: LanePlace): string {
  const x = (ms: number) => frame.left + (plotWidth * ms) / Math.max(wallMs, 1e-6);
  const label = `<text x="${frame.left - 8}" y="${at(top + (rows * rowHeight) / 2)}" dy="4" text-anchor="end">${index + 1}</text>`;
  const bars = blocks.map((block) => {
    const { row, fromMs, toMs, failed } = block;
    const colour = failed > 0 ? "task bad" : row % 2 === 0 ? "task first" : "task second";
    return bar(x(fromMs), top + row * rowHeight, x(toMs) - x(fromMs), rowHeight - 2, colour, meaningOf(block, words));
  });
  return `${label}\n${bars.join("\n")}`;
}

function meaningOf({ name, tasks, failed, encoder, fromMs, toMs }: LaneBlock, { t, duration }: ReportWords): string {
  const several =
    failed > 0 ? t("lanes.severalFailed", { count: tasks, failed: String(failed) }) : t("lanes.several", { count: tasks });
  return t("lanes.block", { what: name ?? several, time: duration(toMs - fromMs), encoder: String(encoder) });
}
