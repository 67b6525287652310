// Checks who may import whom, between projects and inside the worker. Run by `npm run lint`; the rules are in boundaries/rules.ts.
// Biome's noRestrictedImports says most of it in the editor already; this check also follows relative paths and knows types.
import { checkImports } from "./boundaries/checkImports.ts";
import { checkProjects, ruleOf } from "./boundaries/checkProjects.ts";
import { readSources } from "./boundaries/sourceFiles.ts";
import { readProjects } from "./nx/projectGraph.ts";

const projects = await readProjects();
const violations = checkProjects(projects);
let files = 0;
for (const project of projects) {
  const rule = ruleOf(project);
  if (!rule) continue;
  const sources = await readSources(project.folder);
  files += sources.length;
  violations.push(...sources.flatMap((source) => checkImports(source, rule)));
}
for (const violation of violations) console.error(violation);
console.log(`boundaries: ${projects.length} projects, ${files} files, ${violations.length} violations`);
process.exitCode = violations.length > 0 || files === 0 ? 1 : 0;
