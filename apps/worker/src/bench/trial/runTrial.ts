import type { BenchTrial, Contender, TrialKind, TrialRun } from "@pixelmill/core";
import { describeSet } from "../sets/imageSet.ts";
import type { Work } from "../variants/variant.ts";
import type { TrialContender } from "./contender.ts";

export interface TrialWish {
  readonly kind: TrialKind;
  /** What the work is called in the report. */
  readonly setName: string;
  readonly work: Work;
  /** The first one is what the others are set against. */
  readonly contenders: readonly TrialContender[];
  readonly rounds: number;
  /** Whether memory is sampled too, in runs of their own. */
  readonly memory?: boolean;
  readonly note?: string;
  /** Hears what is going on. */
  readonly say: (text: string) => void;
}

/** Runs every contender in interleaved rounds, every second one in reverse: what one leaves for the next evens out. */
export async function runTrial(wish: TrialWish): Promise<BenchTrial> {
  const { kind, setName, work, contenders, rounds, say } = wish;
  for (const contender of contenders) await contender.prepare();
  const runs = new Map<TrialContender, TrialRun[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      say(`round ${round + 1} of ${rounds}, ${contender.name}`);
      runs.get(contender)?.push(await contender.run());
    }
  }
  const told: Contender[] = [];
  for (const contender of contenders) {
    if (wish.memory === true) say(`memory, ${contender.name}`);
    const peakBytes = wish.memory === true ? await contender.peakBytes() : null;
    told.push({ name: contender.name, runs: runs.get(contender) ?? [], peakBytes });
  }
  return {
    kind,
    set: describeSet(setName, work.files),
    settings: work.settings,
    contenders: told,
    note: wish.note ?? null,
  };
}
