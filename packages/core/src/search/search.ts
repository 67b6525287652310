/** One try: where it was made, and the value that came of it. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** What is looked for: the lowest whole number whose value reaches a goal. Values grow with the number, nearly always. */
export interface Search {
  readonly least: number;
  readonly most: number;
  readonly goal: number;
  /** How far above the goal a value may be for its number to be taken at once. */
  readonly slack: number;
  /** How far above the goal is aimed, within the slack: what is just missed costs another try. */
  readonly aim: number;
  /** Most tries. */
  readonly tries: number;
  /** The value a number usually has. Of later tries only its growth counts. */
  readonly expected: (at: number) => number;
}

/**
 * Where to try next, by what was tried so far; null where the search is over. A usual value gives the first try, its growth the second,
 * the values found between two the others. The last try is kept for the highest number as long as nothing reached the goal: what can be
 * reached at all is reached. Else it keeps clear of the goal: a miss would leave what was reached far above it.
 */
export function nextTry(search: Search, tried: readonly Point[]): number | null {
  const { least, most, goal, slack, tries } = search;
  if (tried.length === 0) return within(least, most, firstTry(search));
  if (tried.length >= tries) return null;
  const reached = lowestReached(search, tried);
  if (reached !== null && reached.value <= goal + slack) return null;
  const missed = highestMissed(search, tried, reached);
  const low = missed === null ? least : missed.at + 1;
  const high = reached === null ? most : reached.at - 1;
  if (low > high) return null;
  if (reached === null && isLast(search, tried)) return most;
  return within(low, high, guess(search, tried, reached, missed));
}

const lowestReached = ({ goal }: Search, tried: readonly Point[]): Point | null =>
  lowest(tried.filter(({ value }) => value >= goal));

const isLast = ({ tries }: Search, tried: readonly Point[]): boolean => tried.length === tries - 1;

/** What is aimed at: higher where the goal was missed more than once, and where a miss would be the last word. */
const aimOf = (search: Search, tried: readonly Point[], reached: Point | null): number =>
  search.goal + ((reached === null && tried.length > 1) || isLast(search, tried) ? 2 : 1) * search.aim;

function firstTry(search: Search): number {
  const { least, expected } = search;
  return walk(search, { at: least, value: expected(least) }, aimOf(search, [], null), 1);
}

function guess(search: Search, tried: readonly Point[], reached: Point | null, missed: Point | null): number {
  const aim = aimOf(search, tried, reached);
  if (reached !== null && missed !== null) {
    const at = between(missed, reached, aim);
    return isLast(search, tried) ? Math.ceil(at) : Math.round(at);
  }
  // There was a try, and it either reached the goal or missed it.
  return walk(search, (reached ?? missed) as Point, aim, growthFactor(search, tried));
}

/** Where a straight line between two points has a value. The second one's is higher. */
const between = (one: Point, other: Point, value: number): number =>
  one.at + ((value - one.value) / (other.value - one.value)) * (other.at - one.at);

/** From a point along the expected curve, steeper or flatter by a factor, to the number whose value comes nearest to the aim. */
function walk({ least, most, expected }: Search, from: Point, aim: number, factor: number): number {
  const valueAt = (at: number): number => from.value + factor * (expected(at) - expected(from.at));
  const step = aim > from.value ? 1 : -1;
  let at = from.at;
  while (at + step >= least && at + step <= most && step * (aim - valueAt(at)) > 0) at += step;
  return Math.abs(valueAt(at - step) - aim) < Math.abs(valueAt(at) - aim) ? at - step : at;
}

/** Bounds on how much steeper or flatter than expected an image is believed to be. */
const factors = { least: 0.5, most: 2 } as const;

/** How much faster than expected the values grow, by the last two tries. */
function growthFactor({ expected }: Search, tried: readonly Point[]): number {
  const [one, other] = tried.slice(-2);
  if (one === undefined || other === undefined) return 1;
  const growth = (other.value - one.value) / (expected(other.at) - expected(one.at));
  return within(factors.least, factors.most, growth);
}

function highestMissed({ goal }: Search, tried: readonly Point[], reached: Point | null): Point | null {
  const missed = tried.filter(({ at, value }) => value < goal && (reached === null || at < reached.at));
  return missed.reduce<Point | null>((best, point) => (best === null || point.at > best.at ? point : best), null);
}

const lowest = (points: readonly Point[]): Point | null =>
  points.reduce<Point | null>((best, point) => (best === null || point.at < best.at ? point : best), null);

const within = (least: number, most: number, value: number): number => Math.min(most, Math.max(least, value));
