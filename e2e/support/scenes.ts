/** A colour, each part 0–255. */
type Colour = readonly [number, number, number];

/** The colour of a point; `x` and `y` go from 0 to 1, `y` downwards. */
export type Scene = (x: number, y: number) => Colour;

/** Scenes to choose from: each seed makes another picture of the same kind, always the same one. */
export const scenes = { beach, mountains, city, balloons } as const satisfies Record<string, (seed: number) => Scene>;

export type SceneName = keyof typeof scenes;

function beach(seed: number): Scene {
  const sun = { x: 0.25 + 0.5 * random(seed, 1), y: 0.3 };
  return (x, y) => {
    const shore = 0.72 + 0.035 * Math.sin(5 * x + seed) + 0.02 * noise(x * 9, seed);
    if (y > shore) {
      const wet = clamp((y - shore) * 14);
      return mix([214, 172, 122], [240, 212, 165], wet + 0.15 * noise(x * 60 + y * 90, seed));
    }
    const horizon = 0.5;
    if (y > horizon) {
      const depth = (y - horizon) / (shore - horizon);
      const foam = smooth(0.03, 0, shore - y);
      const ripple = 0.12 * Math.sin(140 * depth ** 0.6 + 9 * noise(x * 7, seed));
      const glint = smooth(0.16, 0, Math.abs(x - sun.x)) * 0.5 * (1 - depth);
      return mix(mix(mix([24, 92, 138], [62, 178, 186], depth + ripple), [255, 226, 170], glint), [252, 250, 244], foam);
    }
    const sky = mix([72, 138, 198], [255, 214, 170], (y / horizon) ** 1.6);
    return mix(sky, [255, 246, 214], smooth(0.075, 0.06, Math.hypot((x - sun.x) * 1.5, y - sun.y)));
  };
}

function mountains(seed: number): Scene {
  const ridges = [0.42, 0.54, 0.67, 0.8].map((height, at) => ({ height, at, rough: 3 + 2 * at }));
  return (x, y) => {
    const front = ridges.findLast(({ height, at, rough }) => y > height - 0.2 * fractal(x * rough + 10 * at, seed + at));
    if (front === undefined) return mix([120, 160, 214], [250, 220, 204], y * 1.7);
    const top = front.height - 0.2 * fractal(x * front.rough + 10 * front.at, seed + front.at);
    const rock = mix([136, 150, 186], [22, 58, 62], front.at / 3);
    const snow = front.at < 2 ? smooth(0.06, 0.01, y - top + 0.03 * noise(x * 40, seed)) : 0;
    return mix(mix(rock, [246, 248, 252], snow), [205, 214, 226], clamp((y - top) * 1.4) * (1 - front.at / 4));
  };
}

function city(seed: number): Scene {
  return (x, y) => {
    for (const row of [1, 0]) {
      const scale = row === 1 ? 11 : 17;
      const house = Math.floor(x * scale + row * 0.4);
      const roof = (row === 1 ? 0.5 : 0.32) + 0.3 * random(house, seed + row);
      if (y < roof) continue;
      const [column, floor] = [Math.floor(x * scale * 7), Math.floor(y * 46)];
      const isWindow = (x * scale * 7) % 1 > 0.4 && (y * 46) % 1 > 0.45 && y > roof + 0.02;
      const wall: Colour = row === 1 ? [28, 30, 52] : [58, 54, 92];
      return isWindow && random(column * 91 + floor, seed) > 0.55 ? [255, 208, 122] : wall;
    }
    return mix([48, 42, 104], [250, 150, 120], (y * 1.5) ** 1.4);
  };
}

function balloons(seed: number): Scene {
  const all = Array.from({ length: 7 }, (_, at) => ({
    x: (at + 0.5) / 7 + 0.06 * (random(at, seed) - 0.5),
    y: 0.18 + 0.42 * random(at, seed + 1),
    size: 0.05 + 0.06 * random(at, seed + 2),
    hue: palette[(at + seed) % palette.length] ?? [200, 60, 60],
  }));
  return (x, y) => {
    for (const { x: cx, y: cy, size, hue } of all) {
      const [dx, dy] = [(x - cx) * 1.5, y - cy];
      const width = dy < 0 ? size : size * (1 - (dy / (1.35 * size)) ** 2 * 0.75);
      if (dy > -size && dy < 1.35 * size && Math.hypot(dx, Math.min(dy, 0)) < width) {
        const stripe = Math.sin((dx / width) * 6.5) > 0 ? 1 : 0.78;
        return mix(
          [hue[0] * stripe, hue[1] * stripe, hue[2] * stripe],
          [255, 255, 255],
          smooth(0.5, 0, Math.hypot(dx / size + 0.4, dy / size + 0.4)) * 0.4,
        );
      }
      if (dy > 1.45 * size && dy < 1.8 * size && Math.abs(dx) < size * 0.22) return [110, 74, 46];
    }
    const hill = 0.86 - 0.06 * Math.sin(4 * x + seed) - 0.02 * noise(x * 8, seed);
    if (y > hill) return mix([96, 150, 84], [52, 104, 60], (y - hill) * 6 + 0.2 * noise(x * 80, seed));
    return mix([86, 164, 224], [232, 242, 246], y * 1.15);
  };
}

const palette: readonly Colour[] = [
  [226, 74, 68],
  [244, 166, 52],
  [56, 132, 196],
  [118, 84, 176],
  [60, 160, 120],
];

const clamp = (share: number): number => Math.max(0, Math.min(1, share));

/** From 0 at `from` to 1 at `to`, without an edge; `from` may be the larger one. */
function smooth(from: number, to: number, value: number): number {
  const share = clamp((value - from) / (to - from));
  return share * share * (3 - 2 * share);
}

function mix(a: Colour, b: Colour, share: number): Colour {
  const part = clamp(share);
  return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part];
}

/** 0–1, always the same for the same numbers. */
function random(value: number, seed: number): number {
  let bits = Math.imul(value | 0, 374_761_393) + Math.imul(seed | 0, 668_265_263);
  bits = Math.imul(bits ^ (bits >>> 13), 1_274_126_177);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

/** A wavy line, 0–1. */
function noise(value: number, seed: number): number {
  const at = Math.floor(value);
  return random(at, seed) + (random(at + 1, seed) - random(at, seed)) * smooth(0, 1, value - at);
}

/** A jagged line, 0–1. */
const fractal = (value: number, seed: number): number =>
  (noise(value, seed) + noise(value * 2.1, seed + 7) / 2 + noise(value * 4.3, seed + 13) / 4 + noise(value * 9, seed + 17) / 8) /
  1.875;
