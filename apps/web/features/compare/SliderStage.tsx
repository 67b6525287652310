"use client";
import { type ReactNode, type RefObject, useCallback, useState } from "react";
import { Handle, HandleRoot, Item, Provider, Root } from "react-compare-slider/components";
import { useReactCompareSlider } from "react-compare-slider/hooks";
import { useWords } from "../../lib/i18n/useWords.ts";

interface SliderStageProps {
  readonly original: ReactNode;
  readonly result: ReactNode;
  /** Where the divider is, in percent of the stage's width: kept from one file to the next. */
  readonly divider: RefObject<number>;
  /** The original alone, on the whole stage. */
  readonly showsOriginal: boolean;
}

const fill = { width: "100%", height: "100%" } as const;
const gone = { visibility: "hidden" } as const;

/** The original to the left of a divider, the result to its right. */
export function SliderStage({ original, result, divider, showsOriginal }: SliderStageProps): ReactNode {
  const { t } = useWords();
  const [first] = useState(() => divider.current);
  const onPositionChange = useCallback(
    (position: number) => {
      divider.current = position;
    },
    [divider],
  );
  // Elsewhere a pointer moves the picture.
  const slider = useReactCompareSlider({ onlyHandleDraggable: true, defaultPosition: first, onPositionChange });
  return (
    <Provider {...slider}>
      <Root className="absolute! inset-0" style={{ ...fill, touchAction: "none", cursor: "inherit" }}>
        <Item item="itemOne" style={showsOriginal ? { ...fill, clipPath: "none" } : fill}>
          {original}
        </Item>
        <Item item="itemTwo" style={showsOriginal ? { ...fill, ...gone } : fill}>
          {result}
        </Item>
        <HandleRoot aria-label={t("compare.sliderLabel")} data-testid="divider" style={showsOriginal ? gone : {}}>
          <Handle buttonStyle={{ width: "2.75rem", height: "2.75rem", gap: "0.3rem", backgroundColor: "rgb(0 0 0 / 0.45)" }} />
        </HandleRoot>
      </Root>
    </Provider>
  );
}
