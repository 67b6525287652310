import type { Lane, LaneBlock } from "./jobReport.ts";
import type { JobRun } from "./jobRun.ts";
import { type EncoderLane, encoderLanes } from "./runPicture.ts";

/** Tasks up to which each is a bar of its own; above, neighbours are joined to about as many bars as a picture can show. */
const mostBars = 400;
const joinedBars = 2000;

/** An encoder of one start of the engine, with the job's tasks that it ran. */
export interface JobEncoder {
  readonly engine: number;
  readonly encoder: number;
  readonly lane: EncoderLane;
}

/** The encoders that ran a job's tasks, in the order in which they began to. */
export function jobEncoders(runs: readonly JobRun[], beganAt: number): JobEncoder[] {
  const keys = new Map<string, number>();
  const numberOf = ({ engine, encoder }: JobRun): number => {
    const key = `${engine} ${encoder}`;
    const number = keys.get(key) ?? keys.size;
    keys.set(key, number);
    return number;
  };
  const tasks = runs
    .toSorted((a, b) => a.startedAt - b.startedAt)
    .map((run) => ({
      name: run.path,
      encoder: numberOf(run),
      pixels: run.pixels,
      submittedMs: run.submittedAt - beganAt,
      startedMs: run.startedAt - beganAt,
      endedMs: run.endedAt - beganAt,
      failed: !run.delivered,
    }));
  const names = [...keys.keys()].map((key) => key.split(" ").map(Number));
  return encoderLanes({ tasks }).map((lane) => ({
    engine: names[lane.encoder]?.[0] as number,
    encoder: names[lane.encoder]?.[1] as number,
    lane,
  }));
}

/** Encoders in lanes: one that began after another had ended takes its place. The picture stays small for any number of tasks. */
export function jobLanes(encoders: readonly JobEncoder[], wallMs: number): Lane[] {
  const places: { until: number; members: JobEncoder[] }[] = [];
  for (const encoder of encoders) {
    const { tasks } = encoder.lane;
    const first = Math.min(...tasks.map(({ startedMs }) => startedMs));
    const until = tasks.reduce((latest, { endedMs }) => Math.max(latest, endedMs), 0);
    const place = places.find((each) => each.until <= first);
    if (place === undefined) places.push({ until, members: [encoder] });
    else {
      place.members.push(encoder);
      place.until = until;
    }
  }
  const tasks = encoders.reduce((sum, { lane }) => sum + lane.tasks.length, 0);
  const rows = places.map(({ members }) => members.reduce((most, { lane }) => Math.max(most, lane.rows), 0));
  const leastMs = tasks <= mostBars ? 0 : (wallMs * rows.reduce((sum, each) => sum + each, 0)) / joinedBars;
  return places.map(({ members }, index) => ({ rows: rows[index] as number, blocks: blocksOf(members, leastMs) }));
}

function blocksOf(members: readonly JobEncoder[], leastMs: number): LaneBlock[] {
  const blocks: LaneBlock[] = [];
  /** The last block of each row, by its place in `blocks`. */
  const lastOf = new Map<number, number>();
  for (const { encoder, lane } of members) {
    for (const { row, startedMs, endedMs, failed, name } of lane.tasks) {
      const at = lastOf.get(row) ?? -1;
      const last = blocks[at];
      if (last !== undefined && last.toMs - last.fromMs < leastMs && startedMs - last.toMs < leastMs) {
        blocks[at] = { ...last, toMs: endedMs, tasks: last.tasks + 1, failed: last.failed + Number(failed), name: null };
      } else {
        lastOf.set(row, blocks.length);
        blocks.push({ row, fromMs: startedMs, toMs: endedMs, tasks: 1, failed: Number(failed), encoder, name });
      }
    }
  }
  return blocks;
}
