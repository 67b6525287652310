"use client";
import { type MouseEvent, type PointerEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import {
  type Frame,
  fitScale,
  fitted,
  isFitted,
  middleOf,
  moved,
  nextScale,
  type Point,
  pinched,
  reframed,
  type Size,
  scaledTo,
  scaleOf,
  type View,
} from "./viewGeometry.ts";

/** A picture on a stage, and what moves it. */
export interface Stage {
  /** Of the element that the picture is seen in. */
  readonly ref: (element: HTMLElement | null) => void;
  /** Null until both are known. */
  readonly framed: Framed | null;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
    readonly onDoubleClick: (event: MouseEvent<HTMLElement>) => void;
  };
  readonly step: (direction: "in" | "out") => void;
  readonly fit: () => void;
  /** Pixel by pixel. */
  readonly actual: () => void;
  /** Moves what is seen by a share of the stage. */
  readonly look: (x: number, y: number) => void;
}

export interface Framed {
  readonly frame: Frame;
  readonly view: View;
}

/** How fast a wheel zooms, and fingers on a trackpad, which come as one with Ctrl: per pixel scrolled. */
const wheelSpeed = { wheel: 0.0015, pinch: 0.01 } as const;

/** Pixels of a line, in which some wheels count. */
const linePixels = 16;

/** Lets a picture of this size be moved and zoomed by pointers, fingers, wheel and buttons. What was seen stays as pictures and sizes change. */
export function useStage(picture: Size | null): Stage {
  const [element, ref] = useState<HTMLElement | null>(null);
  const stage = useSizeOf(element);
  const pixelRatio = usePixelRatio();
  const [framed, setFramed] = useState<Framed | null>(null);
  const [width, height] = [picture?.width ?? 0, picture?.height ?? 0];
  const frame = useMemo(
    () => (stage === null || width === 0 ? null : { stage, picture: { width, height }, pixelRatio }),
    [stage, width, height, pixelRatio],
  );
  useLayoutEffect(() => {
    if (frame === null) return;
    setFramed((before) => ({ frame, view: before === null ? fitted(frame) : reframed(before.view, before.frame, frame) }));
  }, [frame]);

  const change = useCallback((to: (framed: Framed) => View) => {
    setFramed((before) => (before === null ? null : { ...before, view: to(before) }));
  }, []);
  const scaleTo = useCallback(
    (scale: (framed: Framed) => number, at?: Point) =>
      change((now) => scaledTo(now.view, scale(now), at ?? middleOf(now.frame.stage), now.frame)),
    [change],
  );
  useWheel(element, scaleTo);
  const pointers = usePointers(element, change);

  return {
    ref,
    framed: frame === null ? null : framed,
    handlers: {
      ...pointers,
      onDoubleClick: ({ target, clientX, clientY }) => {
        if (isControl(target)) return;
        scaleTo(
          ({ view, frame: now }) => (isFitted(view, now) ? scaleOf(1, now) : fitScale(now)),
          placeIn(element, clientX, clientY),
        );
      },
    },
    step: (direction) => scaleTo(({ view, frame: now }) => nextScale(view, direction, now)),
    fit: () => change(({ frame: now }) => fitted(now)),
    actual: () => scaleTo(({ frame: now }) => scaleOf(1, now)),
    look: (x, y) => change(({ view, frame: now }) => moved(view, { x: -x * now.stage.width, y: -y * now.stage.height }, now)),
  };
}

function useSizeOf(element: HTMLElement | null): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    if (element === null) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) setSize({ width, height });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** It changes with the browser's own zoom, and from one screen to another. */
function usePixelRatio(): number {
  const [ratio, setRatio] = useState(() => window.devicePixelRatio);
  useEffect(() => {
    const query = window.matchMedia(`(resolution: ${ratio}dppx)`);
    const changed = () => setRatio(window.devicePixelRatio);
    query.addEventListener("change", changed);
    return () => query.removeEventListener("change", changed);
  }, [ratio]);
  return ratio;
}

function useWheel(element: HTMLElement | null, scaleTo: (scale: (framed: Framed) => number, at: Point) => void): void {
  useEffect(() => {
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      // React's own listener could not keep the page from scrolling.
      event.preventDefault();
      const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linePixels : 1);
      const grown = Math.exp(-pixels * (event.ctrlKey ? wheelSpeed.pinch : wheelSpeed.wheel));
      scaleTo(({ view }) => view.scale * grown, placeIn(element, event.clientX, event.clientY));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [element, scaleTo]);
}

/** One pointer moves the picture, two zoom it. */
function usePointers(element: HTMLElement | null, change: (to: (framed: Framed) => View) => void) {
  const places = useRef(new Map<number, Point>());
  const end = (event: PointerEvent<HTMLElement>) => void places.current.delete(event.pointerId);
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || isControl(event.target)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      places.current.set(event.pointerId, placeIn(element, event.clientX, event.clientY));
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const before = places.current.get(event.pointerId);
      if (before === undefined) return;
      const now = placeIn(element, event.clientX, event.clientY);
      const other = [...places.current].find(([id]) => id !== event.pointerId)?.[1];
      places.current.set(event.pointerId, now);
      change(({ view, frame }) =>
        other === undefined
          ? moved(view, { x: now.x - before.x, y: now.y - before.y }, frame)
          : pinched(view, [before, other], [now, other], frame),
      );
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

function placeIn(element: HTMLElement | null, clientX: number, clientY: number): Point {
  const box = element?.getBoundingClientRect();
  return { x: clientX - (box?.left ?? 0), y: clientY - (box?.top ?? 0) };
}

/** What lies on the stage and has a use of its own for pointers: the divider, and buttons. */
const isControl = (target: EventTarget): boolean => target instanceof Element && target.closest("[role=slider], button") !== null;
