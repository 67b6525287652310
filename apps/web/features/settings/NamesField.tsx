"use client";
import { defaultNamePattern, namePlaceholders } from "@pixelmill/core";
import type { ReactNode } from "react";
import { CheckField } from "./CheckField.tsx";
import { control } from "./control.ts";
import { Disclosure } from "./Disclosure.tsx";
import { settingsMessages as text } from "./messages.ts";
import type { FieldProps } from "./SettingsForm.tsx";
import { isValidNames } from "./settingsDraft.ts";

const placeholders = namePlaceholders.map((name) => `{${name}}`);

/** How the files are named, and whether they keep their folders. */
export function NamesField({ draft: { names, keepTree }, onChange }: FieldProps): ReactNode {
  const valid = isValidNames(names);
  return (
    <Disclosure title={text.names} open={names !== defaultNamePattern || !keepTree} testId="names">
      <div>
        <label htmlFor="names" className="sr-only">
          {text.names}
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
          {valid ? text.namesHelp(placeholders) : text.namesInvalid(placeholders)}
        </p>
      </div>
      <CheckField
        id="keep-tree"
        label={text.keepTree}
        help={text.keepTreeHelp}
        checked={keepTree}
        onChange={(checked) => onChange({ keepTree: checked })}
      />
    </Disclosure>
  );
}
