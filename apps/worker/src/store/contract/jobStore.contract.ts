import { afterEach, beforeEach, describe } from "vitest";
import { describeDurability } from "./jobStoreDurability.ts";
import { JobStoreHarness, type JobStoreUnderTest } from "./jobStoreHarness.ts";
import { describeJobs } from "./jobStoreJobs.ts";
import { describeLedger } from "./jobStoreLedger.ts";
import { describeOutputPaths } from "./jobStoreOutputPaths.ts";
import { describeOutputs } from "./jobStoreOutputs.ts";
import { describeReading } from "./jobStoreReading.ts";
import { describeRevisions } from "./jobStoreRevisions.ts";
import { describeRuns } from "./jobStoreRuns.ts";
import { describeTasks } from "./jobStoreTasks.ts";

/** What every implementation of the port JobStore holds to. Describes its tests; each runs on a new, empty store. */
export function jobStoreContract(name: string, create: () => Promise<JobStoreUnderTest>): void {
  describe(`${name} as a JobStore`, () => {
    const harness = new JobStoreHarness(create);
    beforeEach(() => harness.begin());
    afterEach(() => harness.end());

    describeJobs(harness);
    describeTasks(harness);
    describeOutputs(harness);
    describeOutputPaths(harness);
    describeReading(harness);
    describeLedger(harness);
    describeRevisions(harness);
    describeRuns(harness);
    describeDurability(harness);
  });
}
