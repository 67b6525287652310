/** The fields of Vitest's JSON report that tell what failed. */
export interface ReportedFiles {
  readonly testResults: readonly {
    /** The file, absolute. */
    readonly name: string;
    readonly status: string;
    /** Why the file itself failed, such as an import; else empty. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/** Lines of a message that are shown; the whole is above, where the step ran. */
const shownLines = 6;

/** One paragraph for each failed test of a step and each file that could not be run: its name, then the head of its message. */
export function failuresOf({ testResults }: ReportedFiles, root: string): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.startsWith(`${root}/`) ? name.slice(root.length + 1) : name;
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return status === "failed" ? [paragraph(file, message)] : [];
    return failed.map((test) => paragraph(`${file} > ${test.fullName}`, (test.failureMessages ?? []).join("\n")));
  });
}

/** What is told of a failed step whose tests, where it has any, all passed: a build, or too little coverage. */
export const failureBesideTests = (step: string): string =>
  paragraph(step, "No test failed, the step did: its output above says why.");

const paragraph = (title: string, message: string): string =>
  [`✗ ${title}`, ...message.split("\n").slice(0, shownLines).map(indented)].join("\n").trimEnd();

const indented = (line: string): string => `    ${line}`;
