"use client";
import { colourTexts, metadataTexts } from "@pixelmill/core";
import type { ReactNode } from "react";
import { Disclosure } from "./Disclosure.tsx";
import { settingsMessages as text } from "./messages.ts";
import type { FieldProps } from "./SettingsForm.tsx";
import { TextChoice } from "./TextChoice.tsx";

/** What is kept of the sources besides their picture. */
export const KeptFields = ({ draft: { metadata, colour }, onChange }: FieldProps): ReactNode => (
  <Disclosure title={text.kept} open={metadata !== "strip" || colour !== "srgb"} testId="kept">
    <TextChoice
      label={text.metadata}
      texts={metadataTexts}
      value={metadata}
      onChange={(value) => onChange({ metadata: value })}
    />
    <TextChoice label={text.colour} texts={colourTexts} value={colour} onChange={(value) => onChange({ colour: value })} />
  </Disclosure>
);
