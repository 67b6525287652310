import { type EncoderLane, encoderLanes, type RunPicture } from "@pixelmill/core";
import { bar, type Figure, xAxis } from "../../../report/html/figure.ts";
import { at, frame, plotWidth, ticksTo } from "../../../report/html/scale.ts";
import { duration, shortDuration, significant } from "../../../report/numbers.ts";

const rowHeight = 18;
const laneGap = 10;

/** When each encoder ran which task. Tasks that ran at once in one encoder lie below each other. */
export function lanesFigure(picture: RunPicture): Figure {
  const lanes = encoderLanes(picture);
  let top: number = frame.top;
  const drawn = lanes.map((lane) => {
    const drawing = laneOf(lane, picture.wallMs, top);
    top += lane.rows * rowHeight + laneGap;
    return drawing;
  });
  const height = top + frame.bottom;
  const most = Math.max(picture.wallMs, 1e-6);
  return {
    title: "Encoder lanes: each task in the encoder that ran it",
    description: `Tasks of ${lanes.length} encoders over ${duration(picture.wallMs)}`,
    drawing: `${drawn.join("\n")}\n${xAxis(ticksTo(most, 8), most, shortDuration, height)}`,
    height,
    table: {
      head: ["file", "encoder", "megapixels", "submitted", "started", "ended", "run time"],
      rows: lanes
        .flatMap(({ tasks }) => tasks)
        .map((task) => [
          task.name,
          String(task.encoder),
          significant(task.pixels / 1e6),
          duration(task.submittedMs),
          duration(task.startedMs),
          duration(task.endedMs),
          duration(task.endedMs - task.startedMs),
        ]),
    },
  };
}

function laneOf({ encoder, tasks, rows }: EncoderLane, wallMs: number, top: number): string {
  const x = (ms: number) => frame.left + (plotWidth * ms) / Math.max(wallMs, 1e-6);
  const label = `<text x="${frame.left - 8}" y="${at(top + (rows * rowHeight) / 2)}" dy="4" text-anchor="end">${encoder}</text>`;
  const drawn = tasks.map(({ name, row, startedMs, endedMs, pixels, failed }) =>
    bar(
      x(startedMs),
      top + row * rowHeight,
      x(endedMs) - x(startedMs),
      rowHeight - 2,
      failed ? "task bad" : row % 2 === 0 ? "task first" : "task second",
      `${name}: ${significant(pixels / 1e6)} MP, ${duration(endedMs - startedMs)}`,
    ),
  );
  return `${label}\n${drawn.join("\n")}`;
}
