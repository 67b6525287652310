"use client";
import { type Failure, type Id, type JobView, maxTasksPerRequest, type Settings } from "@pixelmill/core";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { failureOf } from "../../lib/failureOf.ts";
import { inSlices } from "../../lib/inSlices.ts";
import { useTRPCClient } from "../../lib/trpc.ts";
import { draftOfSettings, isSameSettings } from "../settings/draftOfSettings.ts";
import { type SettingsDraft, toSettings } from "../settings/settingsDraft.ts";
import { revisionsLike } from "./outdated.ts";

/** Other settings for a job, being chosen on its page. */
export interface Revision {
  /** What the form holds: the job's own settings, until something is changed. */
  readonly draft: SettingsDraft;
  readonly change: (part: Partial<SettingsDraft>) => void;
  readonly discard: () => void;
  /** What the form asks for; null while that is the job's own, or is not valid yet. */
  readonly wanted: Settings | null;
  readonly isChanged: boolean;
  /** Numbers of those of the job's settings that are the wanted ones. Null where nothing else is wanted. */
  readonly current: ReadonlySet<number> | null;
  /** Makes files again as wanted, or as the job says where nothing else is: some, or all. */
  readonly apply: (taskIds?: readonly Id[]) => void;
  readonly isPending: boolean;
  /** Why the last try did not work; null where it did. */
  readonly problem: Failure | null;
}

/** The settings form of a job's page. What is changed in it is kept until it is applied or discarded. */
export function useRevision(jobId: Id, job: JobView | null, onJob: (job: JobView) => void): Revision | null {
  const client = useTRPCClient();
  const [changed, setChanged] = useState<SettingsDraft | null>(null);
  const own = job?.settings;
  const ownDraft = useOwnDraft(own);
  const wanted = useMemo(() => wantedOf(changed, own), [changed, own]);
  const current = useMemo(() => (job === null || wanted === null ? null : revisionsLike(job, wanted)), [job, wanted]);
  const revise = useMutation({
    mutationFn: async (taskIds: readonly Id[] | undefined) => {
      const settings = wanted ?? own;
      if (settings === undefined) return;
      const send = async (part?: readonly Id[]) =>
        onJob(await client.jobs.revise.mutate({ jobId, settings, ...(part === undefined ? {} : { taskIds: [...part] }) }));
      await (taskIds === undefined ? send() : inSlices(taskIds, maxTasksPerRequest, send));
    },
    onSuccess: () => setChanged(null),
  });
  const discard = useCallback(() => setChanged(null), []);
  if (ownDraft === null) return null;
  const draft = changed ?? ownDraft;
  return {
    draft,
    change: (part) => setChanged({ ...draft, ...part }),
    discard,
    wanted,
    isChanged: changed !== null,
    current,
    apply: (taskIds) => !revise.isPending && revise.mutate(taskIds),
    isPending: revise.isPending,
    problem: revise.isError ? failureOf(revise.error) : null,
  };
}

/** Made anew only when the settings say something else: each event of the job brings a new object. */
function useOwnDraft(settings: Settings | undefined): SettingsDraft | null {
  const key = settings === undefined ? null : JSON.stringify(settings);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all
  return useMemo(() => (settings === undefined ? null : draftOfSettings(settings)), [key]);
}

function wantedOf(changed: SettingsDraft | null, own: Settings | undefined): Settings | null {
  const settings = changed === null ? null : toSettings(changed);
  return settings === null || own === undefined || isSameSettings(settings, own) ? null : settings;
}
