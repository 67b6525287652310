import { randomFrom } from "./random.ts";

/** A picture's paper: what is drawn on, and its size in pixels. */
export interface Paper {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
}

/** A gradient from top to bottom over the whole paper, its colours at even distances. */
export function sky({ context, width, height }: Paper, colours: readonly string[]): void {
  const gradient = context.createLinearGradient(0, 0, 0, height);
  for (const [at, colour] of colours.entries()) gradient.addColorStop(at / (colours.length - 1), colour);
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
}

/** A round light that fades out. Lengths in shares of the paper's width. */
export function glow(
  { context, width, height }: Paper,
  x: number,
  y: number,
  radius: number,
  colours: readonly [string, string],
): void {
  const gradient = context.createRadialGradient(x * width, y * height, 0, x * width, y * height, radius * width);
  gradient.addColorStop(0, colours[0]);
  gradient.addColorStop(1, colours[1]);
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
}

/** A range of hills down to the lower edge; `top` and `rise` in shares of the paper's height. */
export function ridge({ context, width, height }: Paper, seed: number, top: number, rise: number, colour: string): void {
  const random = randomFrom(seed);
  const waves = [1, 2.3, 5.1, 11.7, 27, 61].map((times) => ({ times, phase: random() * 6.3, size: 1 / times }));
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(0, height);
  for (let x = 0; x <= width; x += 2) {
    const swing = waves.reduce((sum, { times, phase, size }) => sum + size * Math.sin((x / width) * 6.3 * times + phase), 0);
    context.lineTo(x, height * (top - rise * swing));
  }
  context.lineTo(width, height);
  context.fill();
}

/** The noise of a camera's sensor: without it a drawing would become smaller than any photo does. */
export function grain({ context, width, height }: Paper, seed: number, strength: number): void {
  const image = context.getImageData(0, 0, width, height);
  const random = randomFrom(seed);
  const { data } = image;
  for (let at = 0; at < data.length; at += 4) {
    const noise = (random() + random() - 1) * strength;
    for (let part = at; part < at + 3; part += 1) data[part] = (data[part] ?? 0) + noise;
  }
  context.putImageData(image, 0, 0);
}
