"use client";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { Mark } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { LanguageField } from "./LanguageField.tsx";
import { SystemStatus } from "./SystemStatus.tsx";

const links = [
  { href: "/", label: "optimize" },
  { href: "/jobs", label: "jobs" },
] as const;

export function Header(): ReactNode {
  const { t } = useWords();
  const path = usePathname();
  return (
    <header className="border-b border-line bg-raised">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-raised focus:p-3">
        {t("system.skip")}
      </a>
      <div className="mx-auto flex min-h-14 max-w-7xl items-center gap-x-1.5 px-4 py-2 sm:gap-x-5 sm:px-6">
        <Link href="/" className="flex min-h-9 items-center gap-2 text-lg font-semibold tracking-tight">
          <Mark className="size-7" />
          <span className="max-[26rem]:sr-only">{t("system.name")}</span>
        </Link>
        <nav aria-label={t("system.navigation")} className="flex sm:gap-1">
          {links.map(({ href, label }) => (
            <Link
              key={href}
              href={href}
              aria-current={path === href ? "page" : undefined}
              className="inline-flex min-h-9 items-center rounded-lg px-1.5 text-sm text-muted transition-colors duration-150 hover:bg-hover hover:text-ink aria-[current=page]:font-semibold aria-[current=page]:text-ink sm:px-3"
            >
              {t(`system.${label}`)}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center">
          <LanguageField />
          <SystemStatus />
        </div>
      </div>
    </header>
  );
}
