import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { defaultSettings, outputSettingsSchema, presetNames, presetSettings, settingsSchema } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { benchOptions } from "../../bench/arguments/benchOptions.ts";
import { defaultDataDir } from "../../config/dataDir.ts";
import { usualLimits } from "../../testing/limits.ts";
import { readCommand } from "./command.ts";
import { helpAbout } from "./help.ts";
import { optimizeOptions } from "./options.ts";

const read = (text: string, env = {}) => readCommand(text.split(" ").filter(Boolean), env);

const problems = (text: string, env = {}) => {
  const command = read(text, env);
  return command.type === "usage" ? command.problems : [];
};

describe("pixelmill", () => {
  it.each([
    ["--help", "pixelmill"],
    ["-h", "pixelmill"],
    ["help", "pixelmill"],
    ["help optimize", "optimize"],
    ["help bench", "bench"],
    ["bench --help", "bench"],
    ["optimize --help", "optimize"],
    ["optimize -h", "optimize"],
    ["optimize photos --bogus --help", "optimize"],
  ])("%s asks for the help about %s", (words, about) => {
    expect(read(words)).toEqual({ type: "help", about });
  });

  it("tells its version", () => {
    expect(read("--version")).toEqual({ type: "version" });
    expect(read("-V")).toEqual({ type: "version" });
  });

  it.each([
    ["", "no command was given"],
    ["optimise a", "optimise: there is no such command"],
    ["serve", "serve: there is no such command"],
  ])("%j is no use of it", (words, problem) => {
    expect(read(words)).toEqual({ type: "usage", about: "pixelmill", problems: [problem] });
  });

  it("has help that names every option and fits a wide terminal", () => {
    for (const name of Object.keys(optimizeOptions)) expect(helpAbout("optimize")).toContain(`--${name}`);
    for (const name of Object.keys(benchOptions)) expect(helpAbout("bench")).toContain(`--${name}`);
    for (const line of `${helpAbout("optimize")}${helpAbout("bench")}${helpAbout("pixelmill")}`.split("\n"))
      expect(line.length).toBeLessThanOrEqual(130);
  });
});

describe("pixelmill optimize", () => {
  it("needs a file and a folder for the results, everything else has a default", () => {
    expect(read("optimize a.jpg --out small")).toEqual({
      type: "optimize",
      options: {
        inputs: ["a.jpg"],
        out: "small",
        settings: defaultSettings,
        encoders: "auto",
        memoryLimitBytes: 4e9,
        limits: usualLimits,
        sandbox: "auto",
        logLevel: "silent",
        overwrite: false,
        json: false,
        quiet: false,
        report: null,
        pictures: null,
        ledger: join(defaultDataDir({}, { platform: process.platform, homeDir: homedir() }), "ledger.db"),
      },
    });
  });

  it("keeps its ledger in the data folder, where it is told to, or nowhere", () => {
    const ledger = (text: string, env = {}) => {
      const command = read(`optimize a --out x ${text}`, env);
      return command.type === "optimize" ? command.options.ledger : command;
    };
    expect(ledger("", { DATA_DIR: "/data" })).toBe(resolve("/data/ledger.db"));
    expect(ledger("--ledger my.db", { DATA_DIR: "/data" })).toBe(resolve("my.db"));
    expect(ledger("--no-ledger")).toBeNull();
    expect(problems("optimize a --out x --ledger a.db --no-ledger")).toEqual(["--ledger: not together with --no-ledger"]);
  });

  it("takes every option, before and after the files, in both spellings", () => {
    expect(
      read(
        "optimize --format=webp a b -o x --quality 70 c --resize longest=1600 --json --overwrite --quiet --encoders 3 --memory 2G --pictures p.HTML",
      ),
    ).toMatchObject({
      options: {
        inputs: ["a", "b", "c"],
        out: "x",
        settings: { outputs: [{ format: "webp", quality: 70, resize: { mode: "longest", pixels: 1600 } }] },
        encoders: 3,
        memoryLimitBytes: 2e9,
        overwrite: true,
        json: true,
        quiet: true,
        report: null,
        pictures: "p.HTML",
      },
    });
  });

  it("takes what is kept of the sources for every result", () => {
    expect(read("optimize a --out x --format webp,avif --metadata keepCopyright --colour keep")).toMatchObject({
      options: {
        settings: {
          outputs: [
            { format: "webp", metadata: "keepCopyright", colour: "keep" },
            { format: "avif", metadata: "keepCopyright", colour: "keep" },
          ],
        },
      },
    });
  });

  it("takes a score, a size or no loss in place of a number", () => {
    const qualityOf = (words: string) => {
      const command = read(`optimize a --out x ${words}`);
      return command.type === "optimize" ? command.options.settings.outputs[0]?.quality : command;
    };
    expect(qualityOf("--target 75")).toEqual({ target: 75 });
    expect(qualityOf("--max-bytes 200K")).toEqual({ maxBytes: 200_000 });
    expect(qualityOf("--lossless")).toBe("lossless");
    expect(problems("optimize a --out x --quality 80 --target 75 --lossless")).toEqual([
      "--target: not together with --quality",
      "--lossless: not together with --quality",
    ]);
    expect(problems("optimize a --out x --target 101")).toEqual(["--target: expected a whole number from 1 to 100"]);
    expect(problems("optimize a --out x --max-bytes much")).toEqual(["--max-bytes: expected a size such as 200K or 1.5M"]);
  });

  it("takes how the files are encoded, each for the formats that have a use for it", () => {
    const words =
      "optimize a --out x --format auto,png,webp,avif --candidates webp,avif --effort smallest --chroma 4:4:4 --colours 64";
    expect(read(words)).toMatchObject({
      options: {
        settings: {
          outputs: [
            { format: "auto", candidates: ["webp", "avif"], effort: "smallest", chroma: "4:4:4", colours: null },
            { format: "png", effort: "smallest", chroma: "auto", colours: 64 },
            { format: "webp", effort: "smallest", chroma: "auto", colours: null },
            { format: "avif", effort: "smallest", chroma: "4:4:4", colours: null },
          ],
        },
      },
    });
  });

  it("takes a preset, and what is given besides before it", () => {
    const outputsOf = (words: string) => {
      const command = read(`optimize a --out x ${words}`);
      return command.type === "optimize" ? command.options.settings.outputs : command;
    };
    for (const name of presetNames) {
      const parsed = settingsSchema.parse(presetSettings(name));
      expect(outputsOf(`--preset ${name}`)).toEqual(parsed.outputs);
    }
    expect(outputsOf("--preset smallest --format webp")).toMatchObject([{ format: "webp", effort: "smallest" }]);
    expect(outputsOf("--preset lossless --quality 70")).toMatchObject([{ quality: 70 }]);
    expect(outputsOf("--preset web --resize none")).toHaveLength(3);
    expect(problems("optimize a --out x --preset tiny")).toEqual([
      "--preset: expected fast, balanced, smallest, lossless or web",
    ]);
  });

  it("says what contradicts itself", () => {
    expect(problems("optimize a --out x --format auto --quality 80")).toEqual([
      "--quality: A number means something else in each format: with format auto, ask for a target, a maxBytes or nothing.",
    ]);
    expect(problems("optimize a --out x --format webp --colours 64 --candidates bmp --effort slow --chroma 4:1:1")).toEqual([
      "--candidates: expected jpeg, png, webp or avif, or several with commas between them",
      "--effort: expected fast, balanced or smallest",
      "--chroma: expected auto, 4:2:0 or 4:4:4",
    ]);
    expect(problems("optimize a --out x --format webp --colours 64")).toEqual([
      "--colours: Only a PNG has a palette of a given number of colours: choose format png.",
    ]);
  });

  it("takes the last where an option is given twice", () => {
    expect(read("optimize a --out x --out y --quality 10 --quality 20")).toMatchObject({
      options: { out: "y", settings: { outputs: [{ quality: 20 }] } },
    });
  });

  it("takes lists: every format at every size, each once", () => {
    const [small, large] = [
      { mode: "width", pixels: 320 },
      { mode: "width", pixels: 640 },
    ];
    expect(read("optimize a --out x --format webp,avif,webp --resize width=320,width=640,none --quality 50")).toMatchObject({
      options: {
        settings: {
          outputs: (["webp", "avif"] as const).flatMap((format) =>
            [small, large, null].map((resize) => outputSettingsSchema.parse({ format, quality: 50, resize })),
          ),
        },
      },
    });
  });

  it("takes boxes in lists, what may be enlarged and what is sharpened", () => {
    const box = { mode: "box", width: 800, height: 600, fit: "cover", position: "attention", enlarge: true };
    expect(
      read("optimize a --out x --resize box=800x600,fit=cover,position=attention,percent=50,none --enlarge --sharpen"),
    ).toMatchObject({
      options: {
        settings: {
          outputs: [
            { resize: box, sharpen: true },
            { resize: { mode: "percent", percent: 50, enlarge: true }, sharpen: true },
            { resize: null, sharpen: true },
          ],
        },
      },
    });
  });

  it("takes a name pattern, and leaves folders out", () => {
    expect(read("optimize a --out x --name {name}-{width} --flat")).toMatchObject({
      options: { settings: { names: "{name}-{width}", keepTree: false } },
    });
    expect(problems("optimize a --out x --name {nom}/a --format bmp")).toEqual([
      "--name: expected a name without slashes, with any of {name}, {suffix}, {format}, {width}, {height} in it",
      expect.stringMatching(/^--format: expected/),
    ]);
  });

  it.each(["box=800", "box=8x6,fit=fill", "box=8x6,position=attention", "fit=cover", "percent=0"])("has no size %s", (size) => {
    expect(problems(`optimize a --out x --resize ${size}`)).toEqual([expect.stringMatching(/^--resize: expected/)]);
  });

  it("refuses a list with something else in it, and one of more results than a job may have", () => {
    expect(problems("optimize a --out x --format webp,bmp --resize width=1,")).toEqual([
      expect.stringMatching(/^--format: expected/),
      expect.stringMatching(/^--resize: expected/),
    ]);
    const sizes = Array.from({ length: 13 }, (_, at) => `width=${at + 1}`).join(",");
    expect(problems(`optimize a --out x --format webp,avif --resize ${sizes}`)).toEqual([
      "--format, --resize: at most 24 results of each file, no two the same",
    ]);
  });

  it("takes names that begin with a dash after two dashes", () => {
    expect(read("optimize --out=-x -- -a.jpg --json")).toMatchObject({
      options: { inputs: ["-a.jpg", "--json"], out: "-x", json: false },
    });
  });

  it("reads the service's limits from the environment, and an option wins over them", () => {
    const given = {
      ENCODERS: "4",
      MEMORY_LIMIT: "1G",
      MAX_MEGAPIXELS: "50",
      MAX_FRAMES: "10",
      MAX_SVG_SIZE: "1M",
      MAX_SVG_ELEMENTS: "5",
      SANDBOX: "off",
    };
    const env = { ...given, LOG_LEVEL: "debug" };
    const limits = {
      limits: { maxPixels: 50e6, maxFrames: 10, maxSvgBytes: 1e6, maxSvgElements: 5 },
      sandbox: "off",
      logLevel: "debug",
    };
    expect(read("optimize a --out x", env)).toMatchObject({ options: { encoders: 4, memoryLimitBytes: 1e9, ...limits } });
    expect(read("optimize a --out x --encoders 2 --memory 512M", env)).toMatchObject({
      options: { encoders: 2, memoryLimitBytes: 512e6, ...limits },
    });
  });

  it("says everything that is wrong at once", () => {
    expect(
      problems(
        "optimize --fromat webp -x --json=1 --format bmp --quality 101 --resize 1920 --metadata none --colour p3 --encoders 0 --memory lots",
        {
          MAX_FRAMES: "none",
        },
      ),
    ).toEqual([
      "--fromat: there is no such option",
      "-x: there is no such option",
      "--json: takes no value",
      "--out: say which folder the results go to",
      "--format: expected original, auto, jpeg, png, webp or avif, or several with commas between them",
      "--quality: expected a whole number from 1 to 100",
      expect.stringMatching(
        /^--resize: expected width=, .*percent=50.*box=800x600.*; or none, or several with commas between them$/,
      ),
      "--metadata: expected strip, keepCopyright or keepAll",
      "--colour: expected srgb or keep",
      "--encoders: expected auto or a whole number from 1 to 64",
      "--memory: expected a size of at least 320 MB, such as 512M, 4G or 1.5GiB",
      "environment variable MAX_FRAMES: expected a whole number from 1 to 100000",
    ]);
  });

  it.each([
    ["optimize --out x", ["no files or folders were named"]],
    ["optimize a --out", ["--out: needs a value"]],
    ["optimize a --out=", ["--out: needs a value"]],
    ["optimize a -o --json", ["-o: needs a value"]],
    ["optimize a --out x --quality -5", ["--quality: needs a value"]],
  ])("%s is incomplete", (words, expected) => {
    expect(problems(words)).toEqual(expected);
  });

  it.each(["0", "1.5", "80%", "1e2", "abc"])("has no quality %s", (quality) => {
    expect(problems(`optimize a --out x --quality ${quality}`)).toEqual(["--quality: expected a whole number from 1 to 100"]);
  });

  it.each(["constructor", "toString", "__proto__"])("has no option --%s", (name) => {
    expect(problems(`optimize a --out x --${name}`)).toEqual([`--${name}: there is no such option`]);
  });

  it("has no file with an empty name", () => {
    expect(readCommand(["optimize", "", "--out", "x"], {})).toMatchObject({
      problems: ["a file or folder with an empty name was given"],
    });
  });
});
