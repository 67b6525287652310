"use client";
import type { Resize } from "@pixelmill/core";
import type { ReactNode, RefObject } from "react";
import { Button } from "../../components/button.tsx";
import { WarningIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Translate } from "../../lib/i18n/words.ts";
import { DifferenceStage } from "./DifferenceStage.tsx";
import type { Gain } from "./difference.ts";
import { FlipStage } from "./FlipStage.tsx";
import { Layer } from "./Layer.tsx";
import type { Mode } from "./modes.ts";
import { overlayOf } from "./pairing.ts";
import { SliderStage } from "./SliderStage.tsx";
import type { LoadedPicture } from "./usePicture.ts";
import type { Stage } from "./useStage.ts";
import { type Area, isFitted } from "./viewGeometry.ts";

interface ShownStageProps {
  readonly path: string;
  /** Null where there is none to be seen. */
  readonly original: LoadedPicture | null;
  /** Null where there is none, or it is the original itself. */
  readonly result: LoadedPicture | null;
  /** Whether the original is the result. */
  readonly isKept: boolean;
  readonly resize: Resize | null;
  readonly stage: Stage;
  readonly mode: Mode;
  readonly gain: Gain;
  readonly divider: RefObject<number>;
  readonly showsOriginal: boolean;
  readonly onHold: (holds: boolean) => void;
}

/** The stage: one picture, or two of them in one of the ways to compare. */
export function ShownStage(props: ShownStageProps): ReactNode {
  const { t, failure } = useWords();
  const { stage, original, result } = props;
  const pictures = [original, result].filter((picture) => picture !== null);
  const failed = pictures.find(({ state }) => state.kind === "failed");
  const isLoading = pictures.some(({ state }) => state.kind === "loading");
  const canMove = stage.framed !== null && !isFitted(stage.framed.view, stage.framed.frame);
  return (
    <section
      ref={stage.ref}
      {...stage.handlers}
      aria-label={t("compare.stage")}
      data-testid="stage"
      className={`relative min-h-48 flex-1 touch-none overflow-hidden rounded-lg bg-stage ${
        canMove ? "cursor-grab active:cursor-grabbing" : "cursor-zoom-in"
      }`}
    >
      {stage.framed !== null && <Pictures {...props} />}
      {failed?.state.kind === "failed" ? (
        <div
          role="alert"
          className="absolute inset-0 z-10 grid place-content-center justify-items-center gap-3 bg-stage p-6 text-center text-on-stage"
        >
          <WarningIcon className="size-6" />
          <p className="max-w-prose text-sm">
            {t("compare.notShown", { what: nameOf(failed, t), reason: failure(failed.state.failure) })}
          </p>
          <Button onClick={failed.retry}>{t("compare.retry")}</Button>
        </div>
      ) : (
        isLoading && (
          <p role="status" className="absolute inset-0 z-10 grid place-content-center text-sm text-on-stage">
            {pictures.some(({ isPreview, state }) => isPreview && state.kind === "loading")
              ? t("compare.makingPreview")
              : t("compare.loading")}
          </p>
        )
      )}
    </section>
  );
}

function Pictures({
  path,
  original,
  result,
  isKept,
  resize,
  stage,
  mode,
  gain,
  divider,
  showsOriginal,
  onHold,
}: ShownStageProps): ReactNode {
  const { t } = useWords();
  if (stage.framed === null) return null;
  const { view, frame } = stage.framed;
  const layer = (picture: LoadedPicture, area: Area, isHidden = false) => (
    <Layer
      picture={picture}
      area={area}
      view={view}
      pixelRatio={frame.pixelRatio}
      alt={t("compare.imageOf", { what: nameOf(picture, t), path })}
      isHidden={isHidden}
    />
  );
  const whole = { x: 0, y: 0, ...frame.picture };
  if (original === null || result === null) {
    const only = result ?? original;
    return (
      only && (
        <>
          {layer(only, whole)}
          <Tag side="left">{isKept ? t("compare.both") : nameOf(only, t)}</Tag>
        </>
      )
    );
  }
  const { area } = overlayOf(original.shown, result.shown, resize);
  switch (mode) {
    case "slider":
      return (
        <>
          <SliderStage
            original={layer(original, area)}
            result={layer(result, whole)}
            divider={divider}
            showsOriginal={showsOriginal}
          />
          <Tag side="left">{t("compare.original")}</Tag>
          {!showsOriginal && <Tag side="right">{t("compare.result")}</Tag>}
        </>
      );
    case "flip":
      return (
        <>
          <FlipStage
            original={layer(original, area, !showsOriginal)}
            result={layer(result, whole, showsOriginal)}
            showsOriginal={showsOriginal}
            onHold={onHold}
          />
          <Tag side="left">{showsOriginal ? t("compare.original") : t("compare.result")}</Tag>
        </>
      );
    case "difference":
      return (
        <>
          {layer(original, area, !showsOriginal)}
          {layer(result, whole, true)}
          {!showsOriginal && original.state.kind === "ready" && result.state.kind === "ready" && (
            <DifferenceStage
              drawing={{
                layers: [
                  { image: original.state.image, area },
                  { image: result.state.image, area: whole },
                ],
                view,
                stage: frame.stage,
                pixelRatio: frame.pixelRatio,
              }}
              gain={gain}
              isAnimated={original.shown.frames > 1 || result.shown.frames > 1}
            />
          )}
        </>
      );
  }
}

const nameOf = ({ shown }: LoadedPicture, t: Translate): string =>
  shown.side === "source" ? t("compare.original") : t("compare.result");

/** Says what is seen on a side of the stage. */
const Tag = ({ side, children }: { readonly side: "left" | "right"; readonly children: ReactNode }): ReactNode => (
  <span
    className={`pointer-events-none absolute top-3 z-10 rounded-md bg-black/70 px-2 py-0.5 text-sm font-medium text-on-stage ${
      side === "left" ? "left-3" : "right-3"
    }`}
  >
    {children}
  </span>
);
