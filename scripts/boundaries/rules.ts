/** What the projects of one scope may depend on. */
export interface ScopeRule {
  /** Projects it may import. */
  readonly projects: readonly string[];
  /** Projects of which it may import types only. */
  readonly typesOnly: readonly string[];
  /** The only npm packages it may depend on; `null` where any may be used. */
  readonly packages: readonly string[] | null;
  /** False where the code also runs in a browser. */
  readonly nodeBuiltins: boolean;
}

/** The arrows between projects, by the tag that each project carries in its package.json. A scope that is not here is an error. */
export const scopeRules: Readonly<Record<string, ScopeRule>> = {
  "scope:web": { projects: ["@pixelmill/core"], typesOnly: ["@pixelmill/worker"], packages: null, nodeBuiltins: true },
  "scope:worker": { projects: ["@pixelmill/core", "@pixelmill/native"], typesOnly: [], packages: null, nodeBuiltins: true },
  "scope:core": { projects: [], typesOnly: [], packages: ["zod"], nodeBuiltins: false },
  "scope:native": { projects: [], typesOnly: [], packages: [], nodeBuiltins: true },
};

/** The encoders' side of the fork. */
const encoders = "apps/worker/src/encoder";

/** The only folders that may import sharp: the encoders' own processes, and the benchmark's process of raw sharp. */
export const sharpFolders: readonly string[] = [encoders, "apps/worker/src/bench/baseline"];

/** A folder that runs in a process of its own: nobody imports it, and it imports only `may` of its project. */
export const encoderFolder = {
  folder: encoders,
  project: "apps/worker",
  may: ["apps/worker/src/encoder", "apps/worker/src/protocol"],
} as const;

/** Files that the rules leave alone, since they are no part of what runs: tests may import what they need, and so may tools. */
export const isFreeFile = (file: string): boolean =>
  /\.test\.tsx?$/.test(file) || /\/(test|testing|scripts)\//.test(file) || /\.config\.[mc]?ts$/.test(file);
