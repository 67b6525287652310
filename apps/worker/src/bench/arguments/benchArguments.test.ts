import { describe, expect, it } from "vitest";
import { benchArguments } from "./benchArguments.ts";

const read = (text: string, env = {}) => benchArguments(text.split(" ").filter(Boolean), env);

const problems = (text: string, env = {}) => {
  const result = read(text, env);
  return result.ok ? [] : result.problems;
};

describe("pixelmill bench", () => {
  it("needs nothing: every set that is there, the usual formats, both variants, ten pairs", () => {
    expect(read("")).toMatchObject({
      ok: true,
      value: {
        type: "measure",
        folder: null,
        sets: null,
        scenarios: ["latency"],
        settingsAreUsual: true,
        settings: [
          { outputs: [{ format: "jpeg", resize: null }] },
          { outputs: [{ format: "webp", resize: null }] },
          { outputs: [{ format: "avif", resize: { mode: "longest", pixels: 1920 } }] },
        ],
        pairs: 10,
        variants: ["engine", "service"],
        encoders: "auto",
        memoryLimitBytes: 4e9,
        memoryLimits: [4e9],
        split: false,
        peers: null,
        quality: null,
        json: null,
        html: null,
      },
    });
  });

  it("takes every option", () => {
    const text =
      "photos --format webp,avif --quality 70 --resize width=800 --pairs 3 --variant engine --encoders 3 --memory 1G --json a --html b";
    expect(read(text)).toMatchObject({
      ok: true,
      value: {
        folder: "photos",
        settings: [
          { outputs: [{ format: "webp", quality: 70, resize: { mode: "width", pixels: 800 } }] },
          { outputs: [{ format: "avif", quality: 70, resize: { mode: "width", pixels: 800 } }] },
        ],
        pairs: 3,
        variants: ["engine"],
        encoders: 3,
        memoryLimitBytes: 1e9,
        settingsAreUsual: false,
        json: "a",
        html: "b",
      },
    });
  });

  it("takes a size alone for every usual format, and a quality alone for the usual cases", () => {
    expect(read("--resize longest=640")).toMatchObject({
      value: { settings: ["jpeg", "webp", "avif"].map((format) => ({ outputs: [{ format, resize: { pixels: 640 } }] })) },
    });
    expect(read("--quality 50")).toMatchObject({
      value: {
        settings: [{ quality: 50 }, { quality: 50 }, { quality: 50, resize: {} }].map((output) => ({ outputs: [output] })),
      },
    });
  });

  it("takes several scenarios, each once, and no pairs", () => {
    expect(read("--scenario skewed,web,web --pairs 0")).toMatchObject({
      value: { sets: ["web", "skewed"], scenarios: [], pairs: 0 },
    });
  });

  it("takes sets and scenarios with images of their own together", () => {
    expect(read("--scenario idle,photos,small")).toMatchObject({ value: { sets: ["photos"], scenarios: ["small", "idle"] } });
    expect(read("--scenario many")).toMatchObject({ value: { sets: [], scenarios: ["many"] } });
  });

  it("adds no scenario to a run without pairs, without the service, or of something else on the sets", () => {
    for (const text of ["--pairs 0", "--variant engine", "--split", "--peers .", "--scores all", "--memory 1G,2G"])
      expect(read(text)).toMatchObject({ value: { sets: null, scenarios: [] } });
  });

  it("takes several sizes of memory", () => {
    expect(read("--memory 512M,1G")).toMatchObject({ value: { memoryLimitBytes: 512e6, memoryLimits: [512e6, 1e9] } });
  });

  it("takes choices of planning, and that each piece is flipped here or on simulated machines", () => {
    expect(read("")).toMatchObject({ value: { plan: {}, switches: false, simulate: false, costs: null } });
    expect(read("--set order=arrival,recall=off --switches")).toMatchObject({
      value: { plan: { order: "arrival", recall: false }, switches: true },
    });
    expect(read("--simulate --costs a.json")).toMatchObject({ value: { simulate: true, costs: "a.json", scenarios: [] } });
  });

  it("takes parts of the quality benchmark in their order, or all, and the peers for it", () => {
    expect(read("--scores larger,target --peers dir")).toMatchObject({
      value: { quality: ["target", "larger"], peers: "dir", scenarios: [] },
    });
    expect(read("--scores all --format webp --resize longest=640")).toMatchObject({
      value: { quality: ["target", "presets", "equal", "lossless", "larger"], settings: [{ outputs: [{ format: "webp" }] }] },
    });
  });

  it("reads the limits that the service reads", () => {
    expect(read("", { MAX_MEGAPIXELS: "50" })).toMatchObject({ value: { limits: { maxPixels: 50e6 } } });
  });

  it.each([
    ["a b", "only one folder can be named"],
    ["a --scenario web", "--scenario: a folder was named already"],
    [
      "--scenario holiday",
      "--scenario: holiday is none of photos, web, skewed, generated, latency, interference, bombs, outputs, small, matrix, many, idle",
    ],
    ["--scenario idle --variant engine", "--scenario: idle needs the variant service"],
    [
      "--scenario small --split",
      "--scenario: --split, --switches, --simulate, --peers, --scores and several sizes of --memory need a set of images",
    ],
    ["--memory 1G,much", "--memory: expected a size of at least 320 MB, such as 512M, 4G or 1.5GiB"],
    ["--format gif", "--format: gif is none of original, jpeg, png, webp, avif"],
    ["--format", "--format: needs a value"],
    ["--variant raw", "--variant: raw is none of engine, service"],
    ["--quality 0", "--quality: expected a whole number from 1 to 100"],
    ["--pairs -1", "--pairs: needs a value"],
    ["--pairs=-1", "--pairs: expected a whole number from 0 to 100"],
    ["--pairs 101", "--pairs: expected a whole number from 0 to 100"],
    ["--pairs two", "--pairs: expected a whole number from 0 to 100"],
    ["--set recall=maybe", "--set: recall: expected on or off"],
    ["--costs a.json", "--costs: only with --simulate"],
    ["--scores score", "--scores: score is none of target, presets, equal, lossless, larger, all"],
    ["--scores target --format png", "--format: --scores is about jpeg, webp, avif, not png"],
    ["--fast", "--fast: there is no such option"],
  ])("%s: %s", (text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });

  it("says everything that is wrong at once", () => {
    expect(problems("a b --format gif --resize big --pairs x --encoders none")).toHaveLength(5);
  });
});

describe("pixelmill bench --compare", () => {
  it("takes two reports and a page to write", () => {
    expect(read("--compare a.json b.json --html c.html")).toEqual({
      ok: true,
      value: { type: "compare", before: "a.json", after: "b.json", html: "c.html" },
    });
  });

  it.each([
    ["--compare a.json", "--compare: name two reports in JSON, the older one first"],
    ["--compare a b c", "--compare: name two reports in JSON, the older one first"],
    ["--compare a b --pairs 3", "--pairs: nothing is measured with --compare"],
  ])("%s: %s", (text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });
});
