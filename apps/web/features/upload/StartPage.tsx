"use client";
import { codecRefusal, type Failure } from "@pixelmill/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useEffectEvent, useMemo, useRef } from "react";
import { Button } from "../../components/button.tsx";
import { ArrowIcon } from "../../components/icons.tsx";
import { Notice } from "../../components/notice.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { jobPath } from "../job/links.ts";
import { useJob } from "../job/useJob.ts";
import { PresetLinkNotice } from "../presets/PresetLinkNotice.tsx";
import { CheckField } from "../settings/CheckField.tsx";
import { SettingsForm } from "../settings/SettingsForm.tsx";
import { type SettingsDraft, toSettings } from "../settings/settingsDraft.ts";
import { useSettings } from "../settings/useSettings.ts";
import { useDraftJob, useJobUploads, useUploads } from "./context.tsx";
import { DropZone } from "./DropZone.tsx";
import { draftSummary } from "./draftSummary.ts";
import { EstimateLine } from "./EstimateLine.tsx";
import { StartBar } from "./StartBar.tsx";
import { useAutoStart } from "./useAutoStart.ts";

/** Choose files, choose settings, start: files come in and are looked into meanwhile, and the job's page then shows the rest. */
export function StartPage(): ReactNode {
  const { t, failure } = useWords();
  const { draftJob, state, remarks } = useDraftJob();
  const { jobId, waiting } = state;
  const uploads = useUploads();
  const jobUploads = useJobUploads(jobId);
  const live = useJob(jobId);
  const router = useRouter();
  const [settingsDraft, changeSettings] = useSettings();
  const [autoStart, setAutoStart] = useAutoStart();
  const settings = toSettings(settingsDraft);
  const trpc = useTRPC();
  const native = useQuery(trpc.system.capacity.queryOptions()).data?.native;
  // What is not known yet is not refused: the service would say so.
  const refusalText = (refused: Failure | null) => (refused === null ? null : failure(refused));
  const refusal = (draft: SettingsDraft) => {
    const wanted = toSettings(draft);
    return native === undefined || wanted === null ? null : refusalText(codecRefusal(wanted, native));
  };
  const start = useMutation(
    trpc.jobs.start.mutationOptions({
      onSuccess: ({ id }) => {
        uploads.release(id);
        draftJob.left();
        router.push(jobPath(id));
      },
    }),
  );

  const { tasks } = live.snapshot;
  // The maps are changed in place: the objects around them are new after a change.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  const summary = useMemo(() => draftSummary(tasks, jobUploads.byTask, waiting), [live.snapshot, jobUploads, waiting]);
  useEffect(() => draftJob.shows(tasks), [draftJob, tasks]);
  // Started or deleted by another page of this browser, or expired.
  const jobState = live.snapshot.job?.state;
  const isGone =
    live.failure?.code === "notFound" || live.failure?.code === "jobExpired" || (jobState !== undefined && jobState !== "draft");
  useEffect(() => {
    if (jobId !== null && isGone && start.isIdle) draftJob.left();
  }, [draftJob, jobId, isGone, start.isIdle]);

  const usable = summary.files - summary.unusable.length;
  const isReady =
    jobId !== null &&
    usable > 0 &&
    remarks.scanning === null &&
    settings !== null &&
    refusal(settingsDraft) === null &&
    !start.isPending &&
    !start.isSuccess;
  const begin = () => {
    if (isReady) start.mutate({ jobId, settings, sealed: !uploads.isSending(jobId) && waiting.length === 0 });
  };

  // Only what is added while the page looks on starts by itself: a draft that is found again waits.
  const begunWith = useRef(state.additions);
  const beginByItself = useEffectEvent(() => {
    begunWith.current = state.additions;
    begin();
  });
  useEffect(() => {
    if (autoStart && isReady && state.additions > begunWith.current) beginByItself();
  }, [autoStart, isReady, state.additions]);

  const isEmpty = summary.files === 0;
  return (
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] xl:grid-cols-[minmax(0,1fr)_26rem]">
      <DropZone summary={summary} estimate={<EstimateLine jobId={jobId} settings={settings} summary={summary} />} />
      <form
        className="flex flex-col gap-6 rounded-2xl border border-line bg-raised p-5 sm:p-6"
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <PresetLinkNotice onSettings={changeSettings} />
        <SettingsForm draft={settingsDraft} onChange={changeSettings} refusal={refusal} />
        <div className="mt-auto space-y-3">
          {state.failure !== null && (
            <Notice tone="warning" actions={<Button onClick={draftJob.retry}>{t("upload.tryAgain")}</Button>}>
              {t("upload.trouble", { reason: failure(state.failure) })}
            </Notice>
          )}
          {start.isError && (
            <Notice tone="warning">{t("upload.startFailed", { reason: failure(failureOf(start.error)) })}</Notice>
          )}
          <CheckField
            id="auto-start"
            label={t("upload.autoStart")}
            help={t("upload.autoStartHelp")}
            checked={autoStart}
            onChange={setAutoStart}
          />
        </div>
        <StartBar isEmpty={isEmpty}>
          <Button type="submit" kind="primary" disabled={!isReady} data-testid="start" className="min-h-12 w-full text-base">
            {start.isPending || start.isSuccess
              ? t("upload.starting")
              : isEmpty
                ? t("upload.start")
                : t("upload.startFiles", { files: usable })}
            <ArrowIcon />
          </Button>
          {isEmpty && <p className="text-center text-sm text-muted">{t("upload.startEmpty")}</p>}
        </StartBar>
      </form>
    </div>
  );
}
