import {
  createJobRequest,
  estimateRequest,
  jobChangesRequest,
  jobRequest,
  listTasksRequest,
  reviseRequest,
  setPriorityRequest,
  startJobRequest,
} from "@pixelmill/core";
import { tracked } from "@trpc/server";
import { unwrap } from "./failureError.ts";
import { procedure, router } from "./trpc.ts";

export const jobsRouter = router({
  create: procedure
    .input(createJobRequest)
    .mutation(async ({ ctx, input }) => unwrap(await ctx.service.createJob(ctx.owner, input))),
  start: procedure
    .input(startJobRequest)
    .mutation(async ({ ctx, input }) => unwrap(await ctx.service.startJob(ctx.owner, input))),
  /** A mutation, since it has files encoded. */
  estimate: procedure
    .input(estimateRequest)
    .mutation(async ({ ctx, input }) => unwrap(await ctx.service.estimate(ctx.owner, input))),
  get: procedure.input(jobRequest).query(async ({ ctx, input }) => unwrap(await ctx.service.job(ctx.owner, input.jobId))),
  list: procedure.query(({ ctx }) => ctx.service.jobs(ctx.owner)),
  seal: procedure.input(jobRequest).mutation(async ({ ctx, input }) => unwrap(await ctx.service.sealJob(ctx.owner, input.jobId))),
  cancel: procedure
    .input(jobRequest)
    .mutation(async ({ ctx, input }) => unwrap(await ctx.service.cancelJob(ctx.owner, input.jobId))),
  delete: procedure
    .input(jobRequest)
    .mutation(async ({ ctx, input }) => unwrap(await ctx.service.deleteJob(ctx.owner, input.jobId))),
  setPriority: procedure
    .input(setPriorityRequest)
    .mutation(async ({ ctx, input }) => unwrap(await ctx.service.setPriority(ctx.owner, input))),
  moveToTop: procedure
    .input(jobRequest)
    .mutation(async ({ ctx, input }) => unwrap(await ctx.service.moveJobToTop(ctx.owner, input.jobId))),
  /** Other settings, for all of it or for some tasks: what was made under earlier ones is made again from the stored originals. */
  revise: procedure
    .input(reviseRequest)
    .mutation(async ({ ctx, input }) => unwrap(await ctx.service.reviseJob(ctx.owner, input))),
  /** What the job went through, ended or so far, from stored measurements. */
  report: procedure
    .input(jobRequest)
    .query(async ({ ctx, input }) => unwrap(await ctx.service.jobReport(ctx.owner, input.jobId))),
  tasks: procedure.input(listTasksRequest).query(async ({ ctx, input }) => unwrap(await ctx.service.tasks(ctx.owner, input))),
  /** What changed in a job, from the beginning or from the last event the client saw. */
  changes: procedure.input(jobChangesRequest).subscription(async function* ({ ctx, input, signal }) {
    const since = Number(input.lastEventId ?? 0);
    const stop = signal ?? new AbortController().signal;
    for await (const { sequence, changes } of unwrap(await ctx.service.changes(ctx.owner, { jobId: input.jobId, since }, stop))) {
      yield tracked(String(sequence), changes);
    }
  }),
});
