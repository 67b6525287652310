/** A line through measured points, numbers growing. */
export type Curve = readonly [Knot, Knot, ...Knot[]];

type Knot = readonly [at: number, value: number];

/** The value of a curve, straight between its points and beyond them. */
export function valueOn([first, second, ...rest]: Curve, at: number): number {
  let [one, other] = [first, second];
  for (const knot of rest) {
    if (at <= other[0]) break;
    [one, other] = [other, knot];
  }
  return one[1] + ((at - one[0]) / (other[0] - one[0])) * (other[1] - one[1]);
}
