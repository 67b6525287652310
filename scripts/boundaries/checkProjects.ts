import type { Project } from "../nx/projectGraph.ts";
import { type ScopeRule, scopeRules } from "./rules.ts";

/** The rule of a project, by its scope tag; `null` where it has none or more than one. */
export function ruleOf(project: Pick<Project, "tags">): ScopeRule | null {
  const [rule, ...more] = project.tags.flatMap((tag) => scopeRules[tag] ?? []);
  return rule !== undefined && more.length === 0 ? rule : null;
}

/** Checks what the package.json files of the projects declare: arrows, packages, and that each can be checked and tested. One line per violation. */
export function checkProjects(projects: readonly Project[]): string[] {
  const names = new Set(projects.map(({ name }) => name));
  return projects.flatMap((project) => {
    const rule = ruleOf(project);
    if (!rule) return [`${project.folder}/package.json: needs exactly one tag of ${Object.keys(scopeRules).join(", ")}`];
    return [...checkTargets(project), ...checkEdges(project, rule), ...checkDependencies(project, rule, names)];
  });
}

function checkTargets({ folder, targets }: Project): string[] {
  return ["typecheck", "test"]
    .filter((target) => !targets.includes(target))
    .map((target) => `${folder}/package.json: needs a script or target named ${target}`);
}

function checkEdges({ folder, projects }: Project, { projects: allowed, typesOnly }: ScopeRule): string[] {
  return projects
    .filter((target) => !allowed.includes(target) && !typesOnly.includes(target))
    .map((target) => `${folder}/package.json: must not depend on ${target}`);
}

function checkDependencies({ folder, dependencies }: Project, rule: ScopeRule, names: ReadonlySet<string>): string[] {
  return dependencies.flatMap((name) => {
    if (rule.typesOnly.includes(name))
      return [`${folder}/package.json: ${name} belongs into devDependencies, only its types are used`];
    if (names.has(name) || rule.packages === null || rule.packages.includes(name)) return [];
    return [`${folder}/package.json: must not depend on the package ${name}`];
  });
}
