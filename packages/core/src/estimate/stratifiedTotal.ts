/** A range in which a number is expected. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** A stratum, as far as one number of it is concerned. */
export interface StratumValue {
  readonly group: number;
  /** What the value is to be multiplied by: bytes, say. */
  readonly weight: number;
  /** The part of the weight that was looked at itself. */
  readonly knownWeight: number;
  /** What was found of each unit of weight; null where nothing was found yet. */
  readonly value: number | null;
}

/**
 * How many standard deviations the range goes to either side. It is to hold nine of ten: that is Student's t for 8 to 10 degrees of
 * freedom, which a full sample has together with what is assumed beforehand.
 */
const deviations = 1.85;

/** The assumed spread counts like so many observations. */
const assumedObservations = 2;

/**
 * The expected sum of value × weight over all strata. What was looked at counts as it is; the rest of its stratum is expected to be like it,
 * and a stratum of which nothing is known like the others of its group, or like all. How far off that may be is taken from how much the
 * values of a group differ. Alike by chance, they would say nothing: so `assumedSpread`, a standard deviation, is mixed in. Throws where
 * nothing is known at all.
 */
export function stratifiedTotal(strata: readonly StratumValue[], assumedSpread: number): Range {
  const known = strata.flatMap(({ value, group }) => (value === null ? [] : [{ value, group }]));
  if (known.length === 0) throw new RangeError("Nothing is known of any stratum.");
  const meanOf = (group: number) => {
    const own = known.filter((each) => each.group === group);
    return mean(own.length > 0 ? own : known);
  };
  const groups = new Set(known.map(({ group }) => group)).size;
  const squares = known.reduce((sum, { value, group }) => sum + (value - meanOf(group)) ** 2, 0);
  const freedom = known.length - groups;
  const variance = (squares + assumedObservations * assumedSpread ** 2) / (freedom + assumedObservations);
  let [total, uncertain] = [0, 0];
  for (const { group, weight, knownWeight, value } of strata) {
    total += weight * (value ?? meanOf(group));
    uncertain += (weight - (value === null ? 0 : knownWeight)) ** 2;
  }
  const margin = deviations * Math.sqrt(variance * uncertain);
  return { least: total - margin, most: total + margin };
}

const mean = (all: readonly { readonly value: number }[]): number => all.reduce((sum, { value }) => sum + value, 0) / all.length;
