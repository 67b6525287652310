"use client";
import { codecRefusal } from "@pixelmill/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { ArrowIcon } from "../../components/icons.tsx";
import { Notice } from "../../components/notice.tsx";
import { failureOf } from "../../lib/failureOf.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { jobPath } from "../job/links.ts";
import { SettingsForm } from "../settings/SettingsForm.tsx";
import { type SettingsDraft, toSettings } from "../settings/settingsDraft.ts";
import { useSettings } from "../settings/useSettings.ts";
import { useDraft, useUploads } from "./context.tsx";
import { DropZone } from "./DropZone.tsx";
import { uploadMessages as text } from "./messages.ts";

/** Choose files, choose settings, start: the job's page then shows the rest. */
export function StartPage(): ReactNode {
  const { draft, state } = useDraft();
  const uploads = useUploads();
  const router = useRouter();
  const [settingsDraft, changeSettings] = useSettings();
  const settings = toSettings(settingsDraft);
  const trpc = useTRPC();
  const native = useQuery(trpc.system.capacity.queryOptions()).data?.native;
  // What is not known yet is not refused: the service would say so.
  const refusal = (draft: SettingsDraft) => {
    const wanted = toSettings(draft);
    return native === undefined || wanted === null ? null : (codecRefusal(wanted, native)?.message ?? null);
  };
  const create = useMutation(
    trpc.jobs.create.mutationOptions({
      onSuccess: ({ id }) => {
        uploads.add(id, state.files);
        draft.clear();
        router.push(jobPath(id));
      },
    }),
  );

  const isEmpty = state.files.length === 0;
  const isReady =
    !isEmpty && state.scanning === null && settings !== null && refusal(settingsDraft) === null && !create.isPending;
  return (
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-[minmax(0,1fr)_22rem] xl:grid-cols-[minmax(0,1fr)_26rem]">
      <DropZone />
      <form
        className="flex flex-col gap-6 rounded-2xl border border-line bg-raised p-5 sm:p-6"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) create.mutate({ settings });
        }}
      >
        <SettingsForm draft={settingsDraft} onChange={changeSettings} refusal={refusal} />
        <div className="mt-auto space-y-3">
          {create.isError && <Notice tone="warning">{text.startFailed(failureOf(create.error).message)}</Notice>}
          <Button type="submit" kind="primary" disabled={!isReady} data-testid="start" className="min-h-12 w-full text-base">
            {create.isPending ? text.starting : isEmpty ? text.start : text.startFiles(state.files.length)}
            <ArrowIcon />
          </Button>
          {isEmpty && <p className="text-center text-sm text-muted">{text.startEmpty}</p>}
        </div>
      </form>
    </div>
  );
}
