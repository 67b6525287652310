import { procedure, router } from "./trpc.ts";

export const systemRouter = router({
  /** What this machine can do, and which parts are missing. */
  capacity: procedure.query(({ ctx }) => ctx.service.capacity()),
  /** Everything measured since the service started. */
  metrics: procedure.query(({ ctx }) => ctx.service.metrics()),
});
