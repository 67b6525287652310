"use client";
import type { Id, TaskView } from "@pixelmill/core";
import { useEffect } from "react";
import { viewUrl } from "../job/links.ts";
import { firstOutput, shownResult, shownSource } from "./pairing.ts";

/** Largest file that is fetched before anybody asked for it, in bytes. */
const largestBytes = 8_000_000;

/** Fetches the pictures of the file that is likely looked at next, once this one's are there; none that the server would have to make. */
export function usePrefetch(jobId: Id, task: TaskView | undefined, isIdle: boolean): void {
  const urls = isIdle && task !== undefined ? urlsOf(jobId, task).join(" ") : "";
  useEffect(() => {
    for (const url of urls.split(" ").filter((each) => each !== "")) new Image().src = url;
  }, [urls]);
}

function urlsOf(jobId: Id, task: TaskView): string[] {
  const position = firstOutput(task.outputs);
  const output = task.outputs[position];
  const pictures = [shownSource(task), output?.result.status === "optimized" ? shownResult(output, position) : null];
  return pictures.flatMap((shown) =>
    shown === null || shown.isPreview || shown.bytes > largestBytes ? [] : [viewUrl(jobId, task.id, shown.side)],
  );
}
