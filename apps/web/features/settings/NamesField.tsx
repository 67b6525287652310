"use client";
import { defaultNamePattern, namePlaceholders } from "@pixelmill/core";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { CheckField } from "./CheckField.tsx";
import { control } from "./control.ts";
import { Disclosure } from "./Disclosure.tsx";
import type { FieldProps } from "./SettingsForm.tsx";
import { isValidNames } from "./settingsDraft.ts";

const placeholderNames = namePlaceholders.map((name) => `{${name}}`);

/** How the files are named, and whether they keep their folders. */
export function NamesField({ draft: { names, keepTree }, onChange }: FieldProps): ReactNode {
  const { t, formats } = useWords();
  const placeholders = formats.listed(placeholderNames);
  const valid = isValidNames(names);
  return (
    <Disclosure title={t("settings.names")} open={names !== defaultNamePattern || !keepTree} testId="names">
      <div>
        <label htmlFor="names" className="sr-only">
          {t("settings.names")}
        </label>
        <input
          id="names"
          value={names}
          onChange={({ target }) => onChange({ names: target.value })}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={!valid}
          aria-describedby="names-help"
          className={`${control} w-full aria-invalid:border-danger`}
        />
        <p id="names-help" aria-live="polite" className={`mt-1 text-sm ${valid ? "text-muted" : "text-danger"}`}>
          {valid ? t("settings.namesHelp", { placeholders }) : t("settings.namesInvalid", { placeholders })}
        </p>
      </div>
      <CheckField
        id="keep-tree"
        label={t("settings.keepTree")}
        help={t("settings.keepTreeHelp")}
        checked={keepTree}
        onChange={(checked) => onChange({ keepTree: checked })}
      />
    </Disclosure>
  );
}
