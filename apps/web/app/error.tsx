"use client";
import type { ReactNode } from "react";
import { Button } from "../components/button.tsx";
import { useWords } from "../lib/i18n/useWords.ts";

export default function ErrorPage({ reset }: { readonly error: Error; readonly reset: () => void }): ReactNode {
  const { t } = useWords();
  return (
    <div role="alert" className="space-y-4 py-16 text-center">
      <h1 className="text-xl font-semibold">{t("app.broken")}</h1>
      <Button onClick={reset}>{t("app.again")}</Button>
    </div>
  );
}
