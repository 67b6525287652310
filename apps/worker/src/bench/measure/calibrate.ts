import type { BenchCase } from "@pixelmill/core";
import type { RawVariant } from "../variants/rawVariant.ts";

/** Each candidate is tried this often, in turn: its best time counts. */
const rounds = 2;

/** Tasks in flight that are tried for raw sharp: one a core, one more, and two a core. */
export const inFlightCandidates = (cores: number): number[] => [
  ...new Set([Math.ceil(cores), Math.ceil(cores) + 1, 2 * Math.ceil(cores)]),
];

/** Finds out, on a few files, with how many tasks in flight raw sharp is fastest, and leaves it so. */
export async function calibrate(
  raw: RawVariant,
  cores: number,
  files: ReadonlySet<string>,
): Promise<Pick<BenchCase, "rawInFlight" | "calibration">> {
  const best = new Map<number, number>();
  for (let round = 0; round < rounds; round += 1) {
    for (const inFlight of inFlightCandidates(cores)) {
      raw.inFlight = inFlight;
      const { wallMs } = await raw.run(files);
      best.set(inFlight, Math.min(wallMs, best.get(inFlight) ?? Number.POSITIVE_INFINITY));
    }
  }
  const calibration = [...best].map(([inFlight, wallMs]) => ({ inFlight, wallMs }));
  raw.inFlight = calibration.toSorted((a, b) => a.wallMs - b.wallMs)[0]?.inFlight ?? 1;
  return { rawInFlight: raw.inFlight, calibration };
}
