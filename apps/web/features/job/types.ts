import type { JobView } from "@pixelmill/core";
import type { JobSnapshot } from "./jobStore.ts";

/** A snapshot after its first event. */
export type LiveSnapshot = JobSnapshot & { readonly job: JobView };
