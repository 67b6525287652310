"use client";
import { type Id, maxTasksPerRequest } from "@pixelmill/core";
import { type UseMutationResult, useMutation } from "@tanstack/react-query";
import { inSlices } from "../../lib/inSlices.ts";

/** Something to be done with tasks of a job, in as many requests as their number takes. */
export const useTasksMutation = (
  jobId: Id,
  send: (request: { jobId: Id; taskIds: Id[] }) => Promise<unknown>,
  onSuccess: () => void = () => {},
): UseMutationResult<void, Error, readonly Id[]> =>
  useMutation({
    mutationFn: (taskIds: readonly Id[]) => inSlices(taskIds, maxTasksPerRequest, (slice) => send({ jobId, taskIds: slice })),
    onSuccess,
  });
