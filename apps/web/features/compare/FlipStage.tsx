import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";

interface FlipStageProps {
  readonly original: ReactNode;
  readonly result: ReactNode;
  readonly showsOriginal: boolean;
  readonly onHold: (holds: boolean) => void;
}

/** The result, and the original in its place for as long as a button is held. */
export const FlipStage = ({ original, result, showsOriginal, onHold }: FlipStageProps): ReactNode => {
  const { t } = useWords();
  return (
    <>
      {original}
      {result}
      <button
        type="button"
        aria-pressed={showsOriginal}
        data-testid="hold"
        onPointerDown={(event) => {
          event.stopPropagation();
          event.currentTarget.setPointerCapture(event.pointerId);
          onHold(true);
        }}
        onPointerUp={() => onHold(false)}
        onPointerCancel={() => onHold(false)}
        onKeyDown={(event) => {
          if (!isPress(event)) return;
          // Else it would be a click as well, at the end of the holding.
          event.preventDefault();
          event.stopPropagation();
          onHold(true);
        }}
        onKeyUp={(event) => {
          if (!isPress(event)) return;
          event.preventDefault();
          onHold(false);
        }}
        onBlur={() => onHold(false)}
        // A screen reader presses without holding.
        onClick={({ detail }) => detail === 0 && onHold(!showsOriginal)}
        onContextMenu={(event) => event.preventDefault()}
        className="absolute bottom-3 left-1/2 min-h-11 -translate-x-1/2 cursor-pointer touch-none rounded-full bg-black/70 px-5 text-sm font-medium whitespace-nowrap text-on-stage select-none"
      >
        {showsOriginal ? t("compare.held") : t("compare.hold")}
      </button>
    </>
  );
};

const isPress = ({ key }: { readonly key: string }): boolean => key === " " || key === "Enter";
