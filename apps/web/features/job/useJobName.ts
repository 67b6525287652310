"use client";
import type { Id, TaskView } from "@pixelmill/core";
import { useEffect, useMemo } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { JobUploads } from "../upload/uploads.ts";
import { jobNameOf } from "./jobName.ts";
import { jobNames } from "./jobNames.ts";

/** The job's name by its files, on the server and on their way. Remembered for the list of jobs. Null without files. */
export function useJobName(jobId: Id, tasks: ReadonlyMap<Id, TaskView>, { byTask }: JobUploads): string | null {
  const { t } = useWords();
  // Paths never change, so only another number of files can make another name: the maps themselves change all the time.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  const name = useMemo(() => jobNameOf(pathsOf(tasks, byTask), t), [Math.max(tasks.size, byTask.size), t]);
  useEffect(() => {
    if (name !== null) jobNames.write(jobId, name);
  }, [jobId, name]);
  return name;
}

function* pathsOf(...maps: readonly ReadonlyMap<Id, { readonly path: string }>[]): Generator<string> {
  for (const map of maps) for (const { path } of map.values()) yield path;
}
