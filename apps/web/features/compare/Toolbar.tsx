import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { MinusIcon, PlusIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { type Gain, gains } from "./difference.ts";
import { type Mode, modes } from "./modes.ts";
import type { Stage } from "./useStage.ts";
import { zoomOf } from "./viewGeometry.ts";

interface ToolbarProps {
  readonly mode: Mode;
  readonly onMode: (mode: Mode) => void;
  /** Ways that make sense of what is shown. */
  readonly offered: readonly Mode[];
  readonly gain: Gain;
  readonly onGain: (gain: Gain) => void;
  readonly stage: Stage;
}

const segment =
  "min-h-9 cursor-pointer rounded-md px-2.5 text-sm whitespace-nowrap text-muted transition-colors duration-150 hover:text-ink disabled:cursor-not-allowed disabled:opacity-50 aria-pressed:bg-raised aria-pressed:font-semibold aria-pressed:text-ink aria-pressed:shadow-sm";

/** How the pictures are compared, and how close. */
export const Toolbar = ({ mode, onMode, offered, gain, onGain, stage }: ToolbarProps): ReactNode => {
  const { t } = useWords();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      {offered.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <fieldset className="flex rounded-lg bg-track p-0.5">
            <legend className="sr-only">{t("compare.modesLabel")}</legend>
            {modes.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={mode === each}
                disabled={!offered.includes(each)}
                onClick={() => onMode(each)}
                data-testid={`mode-${each}`}
                className={segment}
              >
                {t(`compare.modes.${each}`)}
              </button>
            ))}
          </fieldset>
          {mode === "difference" && (
            <label className="flex items-center gap-1.5 text-sm text-muted">
              {t("compare.gainLabel")}
              <select
                value={gain}
                onChange={({ target }) => onGain(gains[target.selectedIndex] ?? gains[0])}
                className="min-h-9 rounded-lg border border-edge bg-raised px-2 text-ink"
              >
                {gains.map((each) => (
                  <option key={each} value={each}>
                    {t("compare.gain", { factor: 2 ** each })}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      )}
      <ZoomButtons stage={stage} />
    </div>
  );
};

const ZoomButtons = ({ stage }: { readonly stage: Stage }): ReactNode => {
  const { t, formats } = useWords();
  return (
    <fieldset className="ml-auto flex items-center gap-0.5" disabled={stage.framed === null}>
      <legend className="sr-only">{t("compare.zoomLabel")}</legend>
      <Button
        kind="quiet"
        className="px-2.5!"
        onClick={() => stage.step("out")}
        aria-label={t("compare.zoomOut")}
        title={t("compare.zoomOut")}
      >
        <MinusIcon />
      </Button>
      <output data-testid="zoom" className="min-w-14 text-center text-sm tabular-nums">
        {stage.framed === null ? "" : formats.percent(zoomOf(stage.framed.view, stage.framed.frame) * 100)}
      </output>
      <Button
        kind="quiet"
        className="px-2.5!"
        onClick={() => stage.step("in")}
        aria-label={t("compare.zoomIn")}
        title={t("compare.zoomIn")}
      >
        <PlusIcon />
      </Button>
      <Button kind="quiet" className="px-2.5!" onClick={stage.fit} title={t("compare.fitHelp")} data-testid="fit">
        {t("compare.fit")}
      </Button>
      <Button kind="quiet" className="px-2.5!" onClick={stage.actual} title={t("compare.actualHelp")} data-testid="actual">
        {t("compare.actual")}
      </Button>
    </fieldset>
  );
};
