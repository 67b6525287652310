import { describe, expect, it } from "vitest";
import {
  closest,
  type Frame,
  fitScale,
  fitted,
  isFitted,
  middleOf,
  moved,
  nextScale,
  onStage,
  pinched,
  reframed,
  scaledTo,
  scaleOf,
  type View,
  visiblePart,
  zoomOf,
} from "./viewGeometry.ts";

const frame: Frame = { stage: { width: 800, height: 600 }, picture: { width: 4000, height: 2000 }, pixelRatio: 1 };
const dense: Frame = { ...frame, pixelRatio: 2 };
const tiny: Frame = { ...frame, picture: { width: 16, height: 16 } };

/** The picture's pixel that is seen at a place of the stage. */
const pixelAt = (view: View, x: number, y: number) => ({ x: (x - view.x) / view.scale, y: (y - view.y) / view.scale });

describe("the whole picture", () => {
  it("fills the stage one way and lies in the middle the other way", () => {
    expect(fitted(frame)).toEqual({ scale: 0.2, x: 0, y: 100 });
    expect(isFitted(fitted(frame), frame)).toBe(true);
  });

  it("is not enlarged: a pixel of it takes one of the screen at most", () => {
    expect(fitted(tiny)).toEqual({ scale: 1, x: 392, y: 292 });
    expect(fitScale({ ...tiny, pixelRatio: 2 })).toBe(0.5);
  });
});

describe("zoom", () => {
  it.each([[{ x: 400, y: 300 }], [{ x: 0, y: 150 }], [{ x: 799, y: 480 }]])("leaves the pixel at %j where it is", (at) => {
    const view = scaledTo(scaledTo(fitted(frame), 1, { x: 400, y: 300 }, frame), 4, at, frame);
    const before = pixelAt(scaledTo(fitted(frame), 1, { x: 400, y: 300 }, frame), at.x, at.y);
    const after = pixelAt(view, at.x, at.y);
    expect(after.x).toBeCloseTo(before.x);
    expect(after.y).toBeCloseTo(before.y);
  });

  it("goes from the whole picture to eight pixels of the screen for one, on any screen", () => {
    for (const each of [frame, dense, tiny]) {
      const near = scaledTo(fitted(each), 1000, { x: 10, y: 10 }, each);
      expect(zoomOf(near, each)).toBe(closest);
      expect(scaledTo(near, 0, { x: 10, y: 10 }, each)).toEqual(fitted(each));
    }
    expect(scaleOf(1, dense)).toBe(0.5);
  });

  it("goes by buttons through whole steps, from the whole picture and back to it", () => {
    let view = fitted(frame);
    const zooms = [];
    for (let presses = 0; presses < 7; presses += 1) {
      view = scaledTo(view, nextScale(view, "in", frame), middleOf(frame.stage), frame);
      zooms.push(zoomOf(view, frame));
    }
    expect(zooms).toEqual([0.25, 0.5, 1, 2, 4, 8, 8]);
    for (let presses = 0; presses < 6; presses += 1)
      view = scaledTo(view, nextScale(view, "out", frame), middleOf(frame.stage), frame);
    expect(view).toEqual(fitted(frame));
    expect(nextScale(view, "out", frame)).toBe(fitScale(frame));
  });
});

describe("moving", () => {
  const near = scaledTo(fitted(frame), 1, middleOf(frame.stage), frame);

  it("takes the picture along", () => {
    expect(moved(near, { x: -30, y: 20 }, frame)).toEqual({ scale: 1, x: near.x - 30, y: near.y + 20 });
  });

  it("ends at the picture's edges", () => {
    expect(moved(near, { x: 1e6, y: 1e6 }, frame)).toEqual({ scale: 1, x: 0, y: 0 });
    expect(moved(near, { x: -1e6, y: -1e6 }, frame)).toEqual({ scale: 1, x: -3200, y: -1400 });
  });

  it("leaves what is smaller than the stage in the middle", () => {
    expect(moved(fitted(frame), { x: 50, y: 50 }, frame)).toEqual(fitted(frame));
  });
});

describe("two fingers", () => {
  const near = scaledTo(fitted(frame), 1, middleOf(frame.stage), frame);

  it("zoom by how far they spread, and take along what lies between them", () => {
    const from = [
      { x: 300, y: 300 },
      { x: 500, y: 300 },
    ] as const;
    const to = [
      { x: 250, y: 320 },
      { x: 650, y: 320 },
    ] as const;
    const view = pinched(near, from, to, frame);
    expect(view.scale).toBe(2);
    expect(pixelAt(view, 450, 320)).toEqual(pixelAt(near, 400, 300));
  });

  it("at one place only move", () => {
    const [from, to] = [
      { x: 10, y: 10 },
      { x: 15, y: 12 },
    ];
    expect(pinched(near, [from, from], [to, to], frame)).toEqual(moved(near, { x: 5, y: 2 }, frame));
  });
});

describe("another stage or picture", () => {
  it("has the same part in the middle", () => {
    const near = moved(scaledTo(fitted(frame), 1, middleOf(frame.stage), frame), { x: -300, y: 100 }, frame);
    const after: Frame = { ...frame, stage: { width: 1000, height: 500 }, picture: { width: 8000, height: 4000 } };
    const view = reframed(near, frame, after);
    const before = pixelAt(near, 400, 300);
    expect(pixelAt(view, 500, 250)).toEqual({ x: before.x * 2, y: before.y * 2 });
  });

  it("shows the whole where the whole was seen, and where it is larger than what was seen", () => {
    const after: Frame = { ...frame, stage: { width: 400, height: 700 } };
    expect(reframed(fitted(frame), frame, after)).toEqual(fitted(after));
    const slightly = scaledTo(fitted(frame), 0.3, middleOf(frame.stage), frame);
    const wide: Frame = { ...frame, stage: { width: 2400, height: 1600 } };
    expect(reframed(slightly, frame, wide)).toEqual(fitted(wide));
  });
});

it("a layer lies on whole pixels of the screen", () => {
  const view = { x: 10.3, y: -0.6, scale: 0.333 };
  expect(onStage({ x: 1, y: 1, width: 10, height: 20 }, view, 1)).toEqual({ x: 11, y: -0, width: 3, height: 7 });
  expect(onStage({ x: 1, y: 1, width: 10, height: 20 }, view, 2)).toEqual({ x: 10.5, y: -0.5, width: 3.5, height: 6.5 });
});

describe("what is seen of a layer", () => {
  const stage = { width: 100, height: 100 };
  const natural = { width: 40, height: 20 };

  it("is all of it where it lies within the stage", () => {
    const layer = { x: 10, y: 30, width: 80, height: 40 };
    expect(visiblePart(layer, stage, natural)).toEqual({ source: { x: 0, y: 0, ...natural }, target: layer });
  });

  it("is the part within the stage, in the image's own pixels", () => {
    const layer = { x: -300, y: -100, width: 400, height: 400 };
    expect(visiblePart(layer, stage, natural)).toEqual({
      source: { x: 30, y: 5, width: 10, height: 5 },
      target: { x: 0, y: 0, width: 100, height: 100 },
    });
  });

  it("is nothing where it lies beside the stage", () => {
    expect(visiblePart({ x: 100, y: 0, width: 50, height: 50 }, stage, natural)).toBeNull();
    expect(visiblePart({ x: 0, y: -60, width: 50, height: 50 }, stage, natural)).toBeNull();
  });
});
