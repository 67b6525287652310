import { failure, outputSettingsSchema } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import type { Source } from "../sources/source.ts";
import { outputLineSchema, type ResultLine } from "./lines.ts";
import { ProgressBar, progressText } from "./progressBar.ts";
import { Report } from "./report.ts";
import { failureText } from "./summaryText.ts";
import { Tally } from "./tally.ts";
import { durationText, savedText } from "./words.ts";

const output = { format: "jpeg", width: 4, height: 3, frames: 1, bytes: 250 } as const;
const wish = outputSettingsSchema.parse({});
const facts = { type: "result", wish, sourceBytes: 1000, info: null, encodeMs: 12, peakBytes: null } as const;

const optimized: ResultLine = {
  ...facts,
  path: "p/a.jpg",
  outputPath: "out/a.jpg",
  status: "optimized",
  output,
  warnings: ["larger"],
};
const kept: ResultLine = {
  ...facts,
  path: "p/b.jpg",
  outputPath: "out/b.jpg",
  status: "keptOriginal",
  reason: "wouldBeLarger",
  output: { ...output, bytes: 1000 },
  warnings: [],
};
const failed = (path: string, error = failure("corruptImage")): ResultLine => ({
  ...facts,
  path,
  wish: null,
  outputPath: null,
  encodeMs: null,
  status: "failed",
  error,
});

const sourceOf = (name: string): Source => ({
  file: `/x/${name}`,
  shownPath: `p/${name}`,
  treePath: name,
  identity: name,
  bytes: 1000,
  mode: 0o644,
  guessed: false,
});

/** What a report says of these lines. */
function report(
  lines: readonly (ResultLine | readonly ResultLine[])[],
  options: { json?: boolean; quiet?: boolean; stopped?: string; files?: number } = {},
) {
  const written = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const { json = false, quiet = false, stopped = null, files = lines.length } = options;
  const made = new Report({ json, quiet, out: "out" }, { stdout: stream("stdout"), stderr: stream("stderr") });
  made.begin({ state: "full", missing: [] });
  made.listed({ sources: Array.from({ length: files }, (_, at) => sourceOf(`${at}.jpg`)), unreadable: [], skipped: 12 });
  for (const ofFile of lines) made.add([ofFile].flat());
  made.end(stopped);
  // The time that it took is this machine's.
  return { stdout: written.stdout.replace(/in \d+ s\b/, "in 1 s"), stderr: written.stderr, failed: made.failed };
}

describe("the summary", () => {
  it("counts, sums and names what users should know, on standard output", () => {
    const { stdout, stderr, failed: anyFailed } = report([optimized, kept]);
    expect(stdout).toBe(
      "2 files: 1 optimized, 1 kept unchanged.\n" +
        "2 kB → 1.25 kB, 38 % saved, in 1 s. The results are in out.\n" +
        "1 file: The result is larger than the source; it is delivered because its format, size or metadata was asked for.\n" +
        "12 other files skipped.\n",
    );
    expect(stderr).toBe("");
    expect(anyFailed).toBe(false);
  });

  it("comes after the failures, which go to standard error in the order of their paths", () => {
    const { stdout, stderr, failed: anyFailed } = report([failed("p/z.jpg"), optimized, failed("p/c.jpg", failure("emptyFile"))]);
    expect(stderr).toBe(
      "p/c.jpg\n  The file is empty. (emptyFile)\np/z.jpg\n  The image is damaged and cannot be decoded. (corruptImage)\n",
    );
    expect(stdout).toContain("3 files: 1 optimized, 2 failed.\n");
    expect(anyFailed).toBe(true);
  });

  it("says what to do where Pixelmill itself is to blame", () => {
    expect(report([failed("p/a.jpg", failure("internal"))]).stderr).toContain("LOG_LEVEL=debug");
  });

  it("counts the results of a file that was not finished, and not the file", () => {
    const tally = new Tally();
    tally.files = 3;
    tally.add([kept]);
    tally.addUnfinished([optimized]);
    expect(tally.summary(1)).toMatchObject({
      ...{ files: 3, keptOriginal: 1, optimized: 0, cancelled: 2, known: 0 },
      ...{ sourceBytes: 2000, outputs: 2, outputBytes: 1250 },
    });
    expect(tally.endedBytes).toBe(1000);
    expect([...tally.warnings]).toEqual([["larger", 1]]);
  });

  it("says that the run was stopped, and how many files were not done", () => {
    const { stdout, stderr } = report([optimized], { stopped: "Stopped before the end.", files: 1500 });
    expect(stderr).toBe("Stopped before the end.\n");
    expect(stdout).toContain("1,500 files: 1 optimized, 1,499 not done.\n");
  });

  it("counts a file once, whatever came of its results, and adds all of these up", () => {
    const webp: ResultLine = {
      ...optimized,
      wish: outputSettingsSchema.parse({ format: "webp", resize: { mode: "width", pixels: 320 } }),
    };
    const lost: ResultLine = { ...failed("p/a.jpg"), wish: webp.wish };
    const { stdout, stderr } = report([[optimized, webp], [kept, lost], kept]);
    expect(stdout).toContain("\n1 file: The result is larger than the source;");
    expect(stdout).toContain("3 files: 1 optimized, 1 kept unchanged, 1 failed.\n3 kB → 2.5 kB in 4 results, 17 % saved,");
    expect(stderr).toBe("p/a.jpg as webp at width 320\n  The image is damaged and cannot be decoded. (corruptImage)\n");
  });

  it("says that there was nothing to do", () => {
    expect(report([]).stdout).toBe("No images found.\n12 other files skipped.\n");
  });

  it("is left out of a quiet run, failures are not", () => {
    const { stdout, stderr } = report([optimized, failed("p/z.jpg")], { quiet: true });
    expect(stdout).toBe("");
    expect(stderr).toContain("(corruptImage)");
  });
});

describe("--json", () => {
  it("has one line a file and one of the summary on standard output, and the words on standard error", () => {
    const { stdout, stderr } = report([optimized, kept, failed("p/z.jpg")], { json: true, files: 4 });
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => outputLineSchema.parse(JSON.parse(line)));
    expect(lines.slice(0, 3)).toEqual([optimized, kept, failed("p/z.jpg")]);
    expect(lines[3]).toEqual({
      type: "summary",
      files: 4,
      optimized: 1,
      keptOriginal: 1,
      failed: 1,
      cancelled: 1,
      skipped: 12,
      sourceBytes: 2000,
      outputs: 2,
      outputBytes: 1250,
      known: 0,
      elapsedMs: expect.any(Number),
    });
    expect(stderr).toContain("4 files: 1 optimized, 1 kept unchanged, 1 failed, 1 not done.");
  });

  it("has nothing but these lines where the run is quiet and all went well", () => {
    expect(report([optimized], { json: true, quiet: true }).stderr).toBe("");
  });
});

describe("words", () => {
  it.each([
    [1000, 270, "73 % saved"],
    [1000, 1120, "12 % larger"],
    [1000, 1000, "nothing saved"],
    [1000, 999, "less than 1 % saved"],
    [0, 0, "nothing saved"],
  ])("tell what became of %d and %d bytes", (source, result, text) => {
    expect(savedText(source, result)).toBe(text);
  });

  it.each([
    [0, "1 s"],
    [34_400, "34 s"],
    [59_600, "1 min 0 s"],
    [125_000, "2 min 5 s"],
    [3_599_600, "1 h 0 min"],
    [11_520_000, "3 h 12 min"],
  ])("tell a time of %d ms", (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

it("no name of a file can command the terminal or break its line", () => {
  expect(failureText({ path: "a\u001b[31m\nb.jpg", wish: null, error: failure("corruptImage") })).toMatch(
    /^a\ufffd\[31m\ufffdb\.jpg\n {2}/,
  );
});

describe("progress", () => {
  function tallyOf(files: number, lines: readonly ResultLine[]): Tally {
    const tally = new Tally();
    tally.files = files;
    tally.listedBytes = files * 1000;
    for (const line of lines) tally.add([line]);
    return tally;
  }

  it("says what is known, and guesses the rest of the time once there is something to guess from", () => {
    expect(progressText(tallyOf(0, []), 10, 80)).toBe("Looking for images …");
    expect(progressText(tallyOf(4, []), 10, 80)).toBe("░░░░░░░░░░░░░░░░░░░░░░░░ 0 %  0 of 4");
    expect(progressText(tallyOf(4, [optimized]), 10, 80)).toBe("██████░░░░░░░░░░░░░░░░░░ 25 %  1 of 4  75 % saved");
    expect(progressText(tallyOf(4, [optimized, failed("x")]), 10_000, 80)).toBe(
      "████████████░░░░░░░░░░░░ 50 %  2 of 4  1 failed  75 % saved  10 s left",
    );
    expect(progressText(tallyOf(100, [optimized]), 10_000, 80)).toBe("░░░░░░░░░░░░░░░░░░░░░░░░ 1 %  1 of 100  75 % saved");
    expect(progressText(tallyOf(1, [optimized]), 10_000, 80)).toBe("████████████████████████ 100 %  1 of 1  75 % saved");
  });

  it("never fills the last column, at which terminals break the line", () => {
    expect(progressText(tallyOf(4, [optimized, failed("x")]), 10_000, 40)).toHaveLength(39);
  });

  it.each([0, undefined])("takes 80 columns where the terminal says %s", (columns) => {
    let written = "";
    const bar = new ProgressBar({ write: (text) => (written += text), columns }, (width) => `at ${width}`);
    bar.start();
    bar.stop();
    expect(written).toContain("at 80");
  });

  it("is drawn over itself, only where it changed, and taken away at the end", () => {
    let written = "";
    const bar = new ProgressBar({ write: (text) => (written += text), columns: 40 }, (columns) => `at ${columns}`);
    bar.start();
    bar.stop();
    bar.stop();
    expect(written).toBe("\r\u001b[Kat 40\r\u001b[K");
  });
});
