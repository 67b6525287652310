"use client";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Words } from "../../lib/i18n/words.ts";
import { amplify, type DifferenceNumbers, type Drawing, drawDifference, type Gain, numbersOf } from "./difference.ts";
import { zoomOf } from "./viewGeometry.ts";

interface DifferenceStageProps {
  readonly drawing: Drawing;
  readonly gain: Gain;
  readonly isAnimated: boolean;
}

/** How long a view has to stay before its numbers are read, in milliseconds: reading pixels back holds the page up. */
const settleMs = 200;

/** What differs between the two pictures in what is seen of them, made clearer; with its numbers, which are of the difference itself. */
export function DifferenceStage({ drawing, gain, isAnimated }: DifferenceStageProps): ReactNode {
  const words = useWords();
  const { t } = words;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [numbers, setNumbers] = useState<DifferenceNumbers | null>(null);
  const { layers, view, stage, pixelRatio } = drawing;
  const [{ image: one }, { image: other }] = layers;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a drawing is made anew by each render, its parts are not
  useLayoutEffect(() => {
    const context = canvas.current && drawDifference(canvas.current, drawing);
    if (context) amplify(context, gain);
  }, [one, other, view, stage, pixelRatio, gain]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    setNumbers(null);
    const timer = setTimeout(() => {
      const context = drawDifference(document.createElement("canvas"), drawing);
      if (context) setNumbers(numbersOf(context.getImageData(0, 0, context.canvas.width, context.canvas.height).data));
    }, settleMs);
    return () => clearTimeout(timer);
  }, [one, other, view, stage, pixelRatio]);

  return (
    <>
      <canvas ref={canvas} data-testid="difference" className="pointer-events-none absolute inset-0 size-full" />
      <p
        role="status"
        data-testid="difference-numbers"
        className="absolute inset-x-3 bottom-3 rounded-lg bg-black/75 px-3 py-1.5 text-center text-sm text-on-stage tabular-nums empty:hidden"
      >
        {numbers === null
          ? ""
          : [
              numbers.largest === 0 ? t("compare.noDifference") : differenceText(numbers, words),
              ...(zoomOf(view, drawing) < 1 ? [t("compare.differenceScaled")] : []),
              ...(isAnimated ? [t("compare.differenceOfFirst")] : []),
            ].join(" ")}
      </p>
    </>
  );
}

/** A share too small for a number of its own is only said to be below the smallest. */
function differenceText({ largest, changed }: DifferenceNumbers, { t, formats }: Words): string {
  if (changed < 0.001) return t("compare.differenceTiny", { share: formats.percent(0.1, 1), largest });
  return t("compare.difference", { share: formats.percent(changed * 100, changed < 0.1 ? 1 : 0), largest });
}
