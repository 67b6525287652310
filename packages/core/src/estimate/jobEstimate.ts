import * as z from "zod";
import { type Id, idSchema } from "../job/id.ts";
import { settingsSchema } from "../settings/settings.ts";
import type { Stratum } from "./drawSample.ts";
import { type Range, stratifiedTotal } from "./stratifiedTotal.ts";

export const estimateRequest = z.strictObject({ jobId: idSchema, settings: settingsSchema });

/** What came of a file of the sample. */
export interface SampleOutcome {
  /** Bytes of everything that was made of it; its own where nothing could be. */
  readonly outputBytes: number;
  /** Time that it took, with a core to itself, in milliseconds; 0 where it was known and took none. */
  readonly coreMs: number;
}

/** What a draft is expected to come to with some settings. */
export interface JobEstimate {
  /** Files that it is for: those that were received and inspected, and are images. */
  readonly files: number;
  /** Their bytes. */
  readonly sourceBytes: number;
  /** Files of the sample that were encoded, and all that are to be. */
  readonly encoded: number;
  readonly wanted: number;
  /** Bytes of all results together. Null until it means something. */
  readonly outputBytes: Range | null;
  /** Time from the start to the end of the last encode, in milliseconds, of a service that has nothing else to do. Null until then as well. */
  readonly ms: Range | null;
}

/** Standard deviation of results' sizes in shares of their sources' that is assumed of files of one format. */
const assumedSizeSpread = 0.1;
/** The same of times, in shares of their mean. */
const assumedTimeSpread = 0.25;
/** What else a time may be off by, either way: other work of the machine, the way of the files to the disk. */
const timeSlack = { least: 0.9, most: 1.2 } as const;
/** Share of the sample that has to be encoded before it means something. */
const meaningfulShare = 0.5;

/** The estimate by what came of the sample so far. `cores`: how many encodes can be at work at once, each with a core. */
export function estimateJob(strata: readonly Stratum[], outcomes: ReadonlyMap<Id, SampleOutcome>, cores: number): JobEstimate {
  const encoded = strata.filter(({ pick }) => outcomes.has(pick.id)).length;
  const hasMeaning = encoded > 0 && encoded >= meaningfulShare * strata.length;
  return {
    files: sum(strata.map(({ files }) => files)),
    sourceBytes: sum(strata.map(({ bytes }) => bytes)),
    encoded,
    wanted: strata.length,
    outputBytes: hasMeaning ? bytesRange(strata, outcomes) : null,
    ms: hasMeaning ? timeRange(strata, outcomes, cores) : null,
  };
}

function bytesRange(strata: readonly Stratum[], outcomes: ReadonlyMap<Id, SampleOutcome>): Range {
  const values = strata.map(({ pick, group, bytes }) => {
    const outcome = outcomes.get(pick.id);
    return {
      group,
      weight: bytes,
      knownWeight: pick.bytes,
      value: outcome === undefined ? null : outcome.outputBytes / pick.bytes,
    };
  });
  return notNegative(stratifiedTotal(values, assumedSizeSpread));
}

function timeRange(strata: readonly Stratum[], outcomes: ReadonlyMap<Id, SampleOutcome>, cores: number): Range {
  const values = strata.map(({ pick, group, expectedMs }) => {
    const outcome = outcomes.get(pick.id);
    const value = outcome === undefined ? null : outcome.coreMs / pick.expectedMs;
    return { group, weight: expectedMs, knownWeight: pick.expectedMs, value };
  });
  const known = values.flatMap(({ value }) => value ?? []);
  const work = notNegative(stratifiedTotal(values, (assumedTimeSpread * sum(known)) / known.length));
  // One file is encoded by one encoder, however many there are.
  const longest = Math.max(...Array.from(outcomes.values(), ({ coreMs }) => coreMs));
  const wall = (ms: number, slack: number) => slack * Math.max(ms / cores, longest);
  return { least: wall(work.least, timeSlack.least), most: wall(work.most, timeSlack.most) };
}

const notNegative = ({ least, most }: Range): Range => ({ least: Math.max(0, least), most: Math.max(0, most) });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
