"use client";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { useLocale } from "use-intl";
import { GlobeIcon } from "../../components/icons.tsx";
import { localeCookie, localeNames, locales } from "../../lib/i18n/locales.ts";
import { useWords } from "../../lib/i18n/useWords.ts";

/** How long a choice is kept, in seconds: a year. */
const keptSeconds = 365 * 24 * 60 * 60;

/** Chooses the language of the pages. Nothing of what the page is doing is lost: only its words are fetched anew. */
export function LanguageField(): ReactNode {
  const { t } = useWords();
  const locale = useLocale();
  const router = useRouter();
  const choose = (chosen: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs a secure context
    document.cookie = `${localeCookie}=${chosen}; path=/; max-age=${keptSeconds}; samesite=lax`;
    router.refresh();
  };
  return (
    <label className="relative flex min-h-9 min-w-9 items-center justify-center gap-1.5 rounded-lg px-2 text-sm text-muted transition-colors duration-150 hover:bg-hover hover:text-ink has-focus-visible:outline-3 has-focus-visible:outline-accent">
      <span className="sr-only">{t("system.language")}</span>
      <GlobeIcon />
      <span aria-hidden="true" className="uppercase max-sm:hidden">
        {locale}
      </span>
      {/* Made anew once the words are there, whichever language the browser has filled in. */}
      <select
        key={locale}
        defaultValue={locale}
        onChange={({ target }) => choose(target.value)}
        data-testid="language"
        className="absolute inset-0 cursor-pointer opacity-0"
      >
        {locales.map((each) => (
          <option key={each} value={each} lang={each}>
            {localeNames[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
