"use client";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { useUploads } from "../upload/context.tsx";
import { DropVeil } from "../upload/DropVeil.tsx";
import { Draft } from "../upload/draft.ts";
import { expectedFiles } from "../upload/expectedFiles.ts";
import { FileButtons } from "../upload/FileButtons.tsx";
import { fileKey, type PickedFile } from "../upload/pickedFile.ts";
import type { JobUploads } from "../upload/uploads.ts";
import { usePageDrop } from "../upload/usePageDrop.ts";
import type { LiveSnapshot } from "./types.ts";

interface MissingFilesProps {
  readonly snapshot: LiveSnapshot;
  readonly uploads: JobUploads;
}

/** For a job that still takes files while nobody sends any: says what a reload cut, takes it again, or closes the job. */
export function MissingFiles({ snapshot, uploads }: MissingFilesProps): ReactNode {
  const isShown = snapshot.job.state === "open" && (uploads.byTask.size === 0 || (uploads.isHeld && uploads.pending === 0));
  return isShown ? <MissingNotice snapshot={snapshot} /> : null;
}

function MissingNotice({ snapshot: { job, tasks } }: { readonly snapshot: LiveSnapshot }): ReactNode {
  const { t, failure } = useWords();
  const uploads = useUploads();
  const seal = useMutation(useTRPC().jobs.seal.mutationOptions({ onSuccess: () => uploads.forget(job.id) }));
  const [expected] = useState(() => expectedFiles.read(job.id));
  const missing = expected === null ? null : expected - tasks.size;

  const gather = async (fill: (draft: Draft) => void | Promise<void>) => {
    const files: PickedFile[] = [];
    const draft = new Draft({
      known: () => Array.from(tasks.values(), ({ path, sourceBytes }) => fileKey(path, sourceBytes)),
      take: (picked) => files.push(...picked),
    });
    await fill(draft);
    if (files.length > 0) {
      const { byTask } = uploads.of(job.id);
      uploads.add(job.id, files, [...tasks.keys()].filter((taskId) => !byTask.has(taskId)).length);
      uploads.release(job.id);
    } else if (draft.state().duplicates.length > 0) seal.mutate({ jobId: job.id });
  };
  const dragging = usePageDrop((data) => void gather((draft) => draft.addTransfer(data)));

  return (
    <>
      <Notice
        tone="warning"
        testId="missing-files"
        actions={
          <>
            <FileButtons onFiles={(files) => void gather((draft) => draft.addInput(files))} />
            <Button disabled={seal.isPending} onClick={() => seal.mutate({ jobId: job.id })}>
              {t("job.finishHere")}
            </Button>
          </>
        }
      >
        <p className="font-semibold">
          {missing !== null && missing > 0 ? t("job.missing", { count: missing }) : t("job.missingUnknown")}
        </p>
        <p>{seal.isError ? t("job.actionFailed", { reason: failure(failureOf(seal.error)) }) : t("job.missingHelp")}</p>
      </Notice>
      <DropVeil shown={dragging} />
    </>
  );
}
