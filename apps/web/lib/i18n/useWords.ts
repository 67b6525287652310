"use client";
import { useMemo } from "react";
import { useLocale, useTranslations } from "use-intl";
import { makeWords } from "./makeWords.ts";
import type { Words } from "./words.ts";

/** The words of the page's language. */
export function useWords(): Words {
  const t = useTranslations();
  const locale = useLocale();
  return useMemo(() => makeWords(t, locale), [t, locale]);
}
