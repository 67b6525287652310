/** What a program in the sandbox may do; nothing else. Paths may be relative to the current folder. */
export interface SandboxPolicy {
  /** Files that may be read and executed: the program, and what loads it. What is not there is passed over. */
  readonly execute: readonly string[];
  /** Files and folders, with all below them, that may be read. What is not there is passed over. */
  readonly read: readonly string[];
  /** Files that may be written, and folders in which files and folders may be made, written, renamed and removed. All have to be there. */
  readonly write: readonly string[];
  /** Names of the environment that are passed on. */
  readonly environment: readonly string[];
  /** Most bytes of private memory, also of what is asked for and not touched. Node itself needs more than 10⁹ to start. */
  readonly dataBytes: number;
  /** Most bytes of a file that it writes. */
  readonly fileBytes: number;
  /** Most files open at once. */
  readonly openFiles: number;
}

/** The launcher's command line; the program, by its absolute path, and its arguments follow. */
export const launcherArguments = (policy: SandboxPolicy): string[] => [
  "run",
  ...each("--execute", policy.execute),
  ...each("--read", policy.read),
  ...each("--write", policy.write),
  ...each("--env", policy.environment),
  ...["--data-bytes", String(Math.floor(policy.dataBytes))],
  ...["--file-bytes", String(Math.floor(policy.fileBytes))],
  ...["--files", String(policy.openFiles)],
  "--",
];

const each = (option: string, values: readonly string[]): string[] => values.flatMap((value) => [option, value]);
