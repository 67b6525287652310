"use client";
import type { Settings } from "@pixelmill/core";
import { type ReactNode, useId, useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { copyText } from "../../lib/copyText.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { control } from "../settings/control.ts";
import { FieldButton } from "../settings/FieldButton.tsx";
import { presetLink } from "./presetLink.ts";
import { maxNameLength, savedPresets } from "./savedPresets.ts";

interface PresetToolsProps {
  /** What the form asks for; null while it is not valid. */
  readonly settings: Settings | null;
  /** Name of the saved preset that the form's settings are; null where they are none. */
  readonly name: string | null;
}

/** Saves the form's settings under a name, and shares them as a link. */
export function PresetTools({ settings, name }: PresetToolsProps): ReactNode {
  const { t } = useWords();
  const [isNaming, setIsNaming] = useState(false);
  const [said, setSaid] = useState("");
  /** Shown where the browser does not let a page copy. */
  const [link, setLink] = useState<string | null>(null);
  if (settings === null) return null;
  const copy = async () => {
    const address = presetLink(location.origin, settings);
    const isCopied = await copyText(address);
    setLink(isCopied ? null : address);
    setSaid(isCopied ? t("presets.linkCopied") : t("presets.linkFailed"));
  };
  const save = (chosen: string) => {
    savedPresets.save(chosen, settings);
    setIsNaming(false);
    setSaid(t("presets.wasSaved", { name: chosen }));
  };
  const remove = (chosen: string) => {
    savedPresets.remove(chosen);
    setSaid(t("presets.wasRemoved", { name: chosen }));
  };
  return (
    <div className="mt-2 text-sm" data-testid="preset-tools">
      {isNaming ? (
        <NameForm initial={name ?? ""} onSave={save} onCancel={() => setIsNaming(false)} />
      ) : (
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          <FieldButton onClick={() => setIsNaming(true)}>{t("presets.save")}</FieldButton>
          <FieldButton onClick={() => void copy()}>{t("presets.copyLink")}</FieldButton>
          {name !== null && <FieldButton onClick={() => remove(name)}>{t("presets.remove", { name })}</FieldButton>}
        </div>
      )}
      {link !== null && (
        <input
          readOnly
          value={link}
          aria-label={t("presets.linkLabel")}
          onFocus={({ target }) => target.select()}
          className={`${control} mt-2 w-full`}
        />
      )}
      {/* There before it says something: only then screen readers tell what it says. */}
      <p role="status" data-testid="preset-said" className={said === "" ? "sr-only" : "mt-1.5 text-muted"}>
        {said}
      </p>
    </div>
  );
}

interface NameFormProps {
  readonly initial: string;
  readonly onSave: (name: string) => void;
  readonly onCancel: () => void;
}

/** No form of its own: it stands in another. */
function NameForm({ initial, onSave, onCancel }: NameFormProps): ReactNode {
  const { t } = useWords();
  const [name, setName] = useState(initial);
  const id = useId();
  const wished = name.trim();
  const isTaken = useRef(savedPresets.list()).current.some((preset) => preset.name === wished);
  return (
    <div>
      <label htmlFor={id} className="block font-medium">
        {t("presets.nameLabel")}
      </label>
      <div className="mt-1 flex flex-wrap gap-2">
        <input
          id={id}
          // biome-ignore lint/a11y/noAutofocus: it appears where a name was asked for
          autoFocus
          value={name}
          maxLength={maxNameLength}
          onChange={({ target }) => setName(target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") onCancel();
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (wished !== "") onSave(wished);
          }}
          data-testid="preset-name"
          className={`${control} min-w-0 flex-1`}
        />
        <Button disabled={wished === ""} onClick={() => onSave(wished)}>
          {t("presets.saveYes")}
        </Button>
        <Button kind="quiet" onClick={onCancel}>
          {t("presets.saveNo")}
        </Button>
      </div>
      {isTaken && <p className="mt-1.5 text-muted">{t("presets.replaces")}</p>}
    </div>
  );
}
