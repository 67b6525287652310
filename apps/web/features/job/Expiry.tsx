"use client";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useNow } from "../../lib/useNow.ts";
import { expiryText } from "./expiryText.ts";

/** What the words may lag behind, in milliseconds. */
const refreshMs = 30_000;

/** How long an ended job is still there, counting down; with the day and time where they are wanted. */
export function Expiry({ expiresAt, withDate = false }: { readonly expiresAt: number; readonly withDate?: boolean }): ReactNode {
  const { t, formats } = useWords();
  const left = expiryText(expiresAt, useNow(true, refreshMs), t);
  return (
    <span data-testid="expiry" title={t("job.expiresHelp")}>
      {withDate ? t("job.expiresOn", { left, date: formats.date(expiresAt) }) : left}
    </span>
  );
}
