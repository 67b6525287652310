"use client";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";

/** For whoever has no image at hand: some are drawn, and come in as if they had been chosen. */
export function SampleButton({ onFiles }: { readonly onFiles: (files: File[]) => void }): ReactNode {
  const { t } = useWords();
  // What draws is loaded when it is wanted.
  const draw = useMutation({
    mutationFn: async () => (await import("./samples/sampleFiles.ts")).sampleFiles(),
    networkMode: "always",
    retry: false,
    onSuccess: onFiles,
  });
  return (
    <>
      <Button kind="quiet" onClick={() => draw.mutate()} disabled={draw.isPending} data-testid="samples">
        {draw.isPending ? t("upload.samplesDrawn") : t("upload.samples")}
      </Button>
      {draw.isError && <Notice tone="warning">{t("upload.samplesFailed")}</Notice>}
    </>
  );
}
