"use client";
import { colourPolicies, metadataPolicies } from "@pixelmill/core";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { Disclosure } from "./Disclosure.tsx";
import type { FieldProps } from "./SettingsForm.tsx";
import { TextChoice } from "./TextChoice.tsx";

/** What is kept of the sources besides their picture. */
export const KeptFields = ({ draft: { metadata, colour }, onChange }: FieldProps): ReactNode => {
  const { t } = useWords();
  return (
    <Disclosure title={t("settings.kept")} open={metadata !== "strip" || colour !== "srgb"} testId="kept">
      <TextChoice
        label={t("settings.metadata")}
        values={metadataPolicies}
        labelOf={(each) => t(`core.metadata.${each}.label`)}
        helpOf={(each) => t(`core.metadata.${each}.help`)}
        value={metadata}
        onChange={(value) => onChange({ metadata: value })}
      />
      <TextChoice
        label={t("settings.colour")}
        values={colourPolicies}
        labelOf={(each) => t(`core.colour.${each}.label`)}
        helpOf={(each) => t(`core.colour.${each}.help`)}
        value={colour}
        onChange={(value) => onChange({ colour: value })}
      />
    </Disclosure>
  );
};
