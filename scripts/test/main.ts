import { mkdir, readFile, rm } from "node:fs/promises";
import { readProjects } from "../nx/projectGraph.ts";
import { addCounts, type Counts, countStep, formatCounts, type Report } from "./counts.ts";
import { runStep, type Step } from "./step.ts";
import { buildSteps, lintSteps, reports, testSteps } from "./steps.ts";

await rm(reports, { recursive: true, force: true });
await mkdir(reports, { recursive: true });

const steps = [...lintSteps, ...buildSteps, ...testSteps(await readProjects(), process.argv.includes("--full"))];
const counts: Counts[] = [];
const failedSteps: string[] = [];
for (const step of steps) {
  const counted = countStep(await runStep(step), await readReport(step));
  counts.push(counted);
  if (counted.failed > 0) failedSteps.push(step.name);
}
const total = addCounts(counts);
if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(", ")}`);
console.log(`\n${formatCounts(total)}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

async function readReport({ report }: Step): Promise<Report | null | undefined> {
  if (report === undefined) return undefined;
  return readFile(report, "utf8").then(JSON.parse, () => null);
}
