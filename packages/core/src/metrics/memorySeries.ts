import * as z from "zod";

/** What all processes together used at a moment, against what they might. */
export const memoryPointSchema = z.strictObject({
  /** Unix time in milliseconds, or since something began where that is said. */
  atMs: z.number(),
  usedBytes: z.number().min(0),
  budgetBytes: z.number().min(0),
});

export type MemoryPoint = z.infer<typeof memoryPointSchema>;

/** Most points that are kept: what a chart can show. */
const mostPoints = 400;

/**
 * Samples of memory over any time, kept as at most 400 points: where there are more, neighbours become one, and of them the one
 * that came nearest to its budget stays. So the highest use is never lost.
 */
export class MemorySeries {
  #points: MemoryPoint[] = [];
  /** Samples that become one point. */
  #stride = 1;
  /** The worst of those that are no point yet, and how many they are. */
  #pending: MemoryPoint | null = null;
  #pendingCount = 0;

  add(sample: MemoryPoint): void {
    this.#pending = this.#pending === null ? sample : worse(this.#pending, sample);
    this.#pendingCount += 1;
    if (this.#pendingCount < this.#stride) return;
    this.#points.push(this.#pending);
    this.#pending = null;
    this.#pendingCount = 0;
    if (this.#points.length === mostPoints) this.#halve();
  }

  points(): MemoryPoint[] {
    return this.#pending === null ? [...this.#points] : [...this.#points, this.#pending];
  }

  #halve(): void {
    const before = this.#points;
    this.#points = before.flatMap((point, index) => (index % 2 === 0 ? [worse(point, before[index + 1] as MemoryPoint)] : []));
    this.#stride *= 2;
  }
}

const worse = (a: MemoryPoint, b: MemoryPoint): MemoryPoint =>
  b.usedBytes - b.budgetBytes > a.usedBytes - a.budgetBytes ? b : a;
