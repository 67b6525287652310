import { mkdir, readFile, rm } from "node:fs/promises";
import { readProjects } from "../nx/projectGraph.ts";
import { root } from "../nx/runNx.ts";
import { addCounts, type Counts, countStep, formatCounts, type Report } from "./counts.ts";
import { failureBesideTests, failuresOf, type ReportedFiles } from "./failures.ts";
import { runStep, type Step } from "./step.ts";
import { buildSteps, lintSteps, reports, testSteps } from "./steps.ts";
import { temporaryFilesInMemory } from "./temporaryFiles.ts";

await rm(reports, { recursive: true, force: true });
await mkdir(reports, { recursive: true });

const temporaryFiles = await temporaryFilesInMemory();
const env = temporaryFiles ? { TMPDIR: temporaryFiles.path } : {};
process.once("exit", () => temporaryFiles?.remove());
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
const steps = [...lintSteps, ...buildSteps, ...testSteps(await readProjects(), process.argv.includes("--full"))];
const counts: Counts[] = [];
const failedSteps: string[] = [];
const failures: string[] = [];
for (const step of steps) {
  const worked = await runStep(step, env);
  const report = await readReport(step);
  const counted = countStep(worked, report);
  counts.push(counted);
  if (counted.failed === 0) continue;
  const told = report ? failuresOf(report, root) : [];
  failures.push(...(told.length > 0 ? told : [failureBesideTests(step.name)]));
  failedSteps.push(step.name);
}
const total = addCounts(counts);
if (failedSteps.length > 0) console.log(`\n${[...failures, `Failed: ${failedSteps.join(", ")}`].join("\n\n")}`);
console.log(`\n${formatCounts(total)}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

async function readReport({ report }: Step): Promise<(Report & ReportedFiles) | null | undefined> {
  if (report === undefined) return undefined;
  return readFile(report, "utf8").then(JSON.parse, () => null);
}
