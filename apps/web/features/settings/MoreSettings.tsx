"use client";
import { chromas, efforts } from "@pixelmill/core";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { Disclosure } from "./Disclosure.tsx";
import { QualityField } from "./QualityField.tsx";
import type { FieldProps } from "./SettingsForm.tsx";
import { TextChoice } from "./TextChoice.tsx";

/** What a preset decides, and what few want to change: shown on request. */
export function MoreSettings(props: FieldProps): ReactNode {
  const { t } = useWords();
  const { draft, onChange } = props;
  return (
    <Disclosure title={t("settings.more")} open={false} testId="more-settings">
      <QualityField {...props} />
      <TextChoice
        label={t("settings.effort")}
        values={efforts}
        labelOf={(each) => t(`core.effort.${each}.label`)}
        helpOf={(each) => t(`core.effort.${each}.help`)}
        value={draft.effort}
        onChange={(effort) => onChange({ effort })}
      />
      <TextChoice
        label={t("settings.chroma")}
        values={["auto", ...chromas] as const}
        labelOf={(each) => t(`core.chroma.${each}.label`)}
        helpOf={(each) => t(`core.chroma.${each}.help`)}
        value={draft.chroma}
        onChange={(chroma) => onChange({ chroma })}
      />
    </Disclosure>
  );
}
