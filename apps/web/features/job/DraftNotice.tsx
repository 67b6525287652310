"use client";
import type { Id } from "@pixelmill/core";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { ArrowIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useDraftJob } from "../upload/context.tsx";
import { DeleteJob } from "./DeleteJob.tsx";

/** In the place of a job that was not started: the way to where it is. */
export function DraftNotice({ jobId }: { readonly jobId: Id }): ReactNode {
  const { t } = useWords();
  const { draftJob } = useDraftJob();
  const router = useRouter();
  return (
    <div data-testid="draft" className="rounded-2xl border border-line bg-raised px-6 py-16 text-center">
      <h1 className="text-lg font-semibold">{t("job.draftTitle")}</h1>
      <p className="mt-1 text-muted">{t("job.draftHelp")}</p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        <Button
          kind="primary"
          onClick={() => {
            draftJob.open(jobId);
            router.push("/");
          }}
        >
          {t("job.draftOpen")}
          <ArrowIcon />
        </Button>
        <DeleteJob jobId={jobId} onDeleted={() => router.push("/jobs")} />
      </div>
    </div>
  );
}
