import type { ReactNode } from "react";
import { Breakable } from "../../components/breakable.tsx";
import { Button } from "../../components/button.tsx";
import { ArrowIcon, CrossIcon, EnlargeIcon, ShrinkIcon } from "../../components/icons.tsx";
import { fileName } from "../../lib/fileName.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Sheet } from "./useSheet.ts";

interface PanelHeaderProps {
  readonly path: string;
  /** Its place in the list, from 1, of so many; null where the list does not show it any more. */
  readonly place: { readonly at: number; readonly of: number } | null;
  /** Null where there is none. */
  readonly onPrevious: (() => void) | null;
  readonly onNext: (() => void) | null;
  readonly sheet: Sheet;
  readonly onClose: () => void;
}

/** Which file is looked at, and the ways to another one and out. */
export const PanelHeader = ({ path, place, onPrevious, onNext, sheet, onClose }: PanelHeaderProps): ReactNode => {
  const { t } = useWords();
  return (
    <header className="flex items-center gap-1">
      <IconButton label={t("compare.previous")} onClick={onPrevious} testId="previous-file">
        <ArrowIcon className="size-4 rotate-180" />
      </IconButton>
      <IconButton label={t("compare.next")} onClick={onNext} testId="next-file">
        <ArrowIcon />
      </IconButton>
      <div className="min-w-0 flex-1 px-1.5">
        <h2
          aria-live="polite"
          title={path}
          data-testid="compared-file"
          className="line-clamp-2 leading-snug font-semibold [overflow-wrap:anywhere]"
        >
          <Breakable text={fileName(path)} />
        </h2>
        {place !== null && (
          <p className="text-sm text-muted tabular-nums">{t("compare.place", { at: place.at, of: place.of })}</p>
        )}
      </div>
      {sheet.canEnlarge && (
        <IconButton label={sheet.isModal ? t("compare.shrink") : t("compare.enlarge")} onClick={sheet.toggle} testId="enlarge">
          {sheet.isModal ? <ShrinkIcon /> : <EnlargeIcon />}
        </IconButton>
      )}
      <IconButton label={t("compare.close")} onClick={onClose} testId="close-compare">
        <CrossIcon />
      </IconButton>
    </header>
  );
};

interface IconButtonProps {
  readonly label: string;
  readonly onClick: (() => void) | null;
  readonly testId: string;
  readonly children: ReactNode;
}

/** Where there is nothing to do it stays, and keeps the focus that it may have. */
const IconButton = ({ label, onClick, testId, children }: IconButtonProps): ReactNode => (
  <Button
    kind="quiet"
    aria-label={label}
    title={label}
    aria-disabled={onClick === null}
    onClick={onClick ?? undefined}
    data-testid={testId}
    className="px-2.5! aria-disabled:cursor-not-allowed aria-disabled:text-edge aria-disabled:hover:bg-transparent max-lg:min-h-11"
  >
    {children}
  </Button>
);
