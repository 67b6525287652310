import type { Failure } from "@pixelmill/core";
import Link from "next/link";
import type { ReactNode } from "react";
import { ButtonLink } from "../../components/button.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Words } from "../../lib/i18n/words.ts";

/** In place of a job that cannot be shown. */
export function JobProblem({ failure }: { readonly failure: Failure }): ReactNode {
  const words = useWords();
  const { t } = words;
  const isExpired = failure.code === "jobExpired";
  const isMissing = failure.code === "notFound" || isExpired;
  return (
    <div data-testid="job-problem" className="mx-auto max-w-md space-y-4 py-16 text-center">
      <h1 className="text-xl font-semibold">{titleOf(failure, words)}</h1>
      {isMissing && <p className="text-muted">{isExpired ? words.failure(failure) : t("job.notFoundHelp")}</p>}
      {isMissing ? (
        <Link href="/" className="inline-flex min-h-9 items-center text-accent underline underline-offset-4">
          {t("job.newJob")}
        </Link>
      ) : (
        <ButtonLink href="">{t("job.reload")}</ButtonLink>
      )}
    </div>
  );
}

function titleOf(failure: Failure, words: Words): string {
  if (failure.code === "jobExpired") return words.t("job.expiredTitle");
  return failure.code === "notFound" ? words.t("job.notFoundTitle") : words.failure(failure);
}
