/** Room of a chart in units of its view box: the plot lies within the margins. */
export const frame = { width: 1000, height: 280, left: 64, right: 16, top: 16, bottom: 40 } as const;

export const plotWidth = frame.width - frame.left - frame.right;
export const plotHeight = frame.height - frame.top - frame.bottom;

/** Round values from 0 to at least `most`, about `count` of them, in steps of 1, 2 or 5 times a power of ten. */
export function ticksTo(most: number, count = 5): number[] {
  if (!(most > 0)) return [0, 1];
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, index) => index * step);
}

/** Coordinate as SVG takes it, two decimals. */
export const at = (value: number): string => String(Math.round(value * 100) / 100);
