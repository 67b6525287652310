import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { imageFormats, sourceFormats } from "../formats/formats.ts";
import { defaultNamePattern } from "../settings/namePattern.ts";
import { cutToBytes, longestName, utf8Length } from "./fileName.ts";
import { keepsName, namingOf, type OutputNaming, plainNaming } from "./outputNaming.ts";
import { isRenamed, numberedFolder, outputPaths, safePath } from "./outputPath.ts";
import { maxPathLength } from "./requests.ts";

function first(count: number, ...of: Parameters<typeof outputPaths>): string[] {
  const candidates = outputPaths(...of);
  return Array.from({ length: count }, () => candidates.next().value);
}

const suffixed = (suffix: string): OutputNaming => ({ ...plainNaming, suffix });

describe("safePath", () => {
  it.each([
    "a.jpg",
    "Ferien 2024/Strand/Möwe.JPEG",
    "写真/猫.png",
    "Ame\u0301lie/photo.webp",
    "family 👨‍👩‍👧.gif",
    ".hidden/.jpg",
    "a..b/c - d (1).tiff",
    "console/com10.png",
    "no extension",
  ])("leaves %j as it is", (path) => {
    expect(safePath(path)).toBe(path);
    expect(isRenamed(path)).toBe(false);
  });

  it.each([
    ["", "file"],
    ["/", "file"],
    ["..", "file"],
    ["...", "file"],
    ["folder/", "folder/file"],
    ["/etc/passwd", "etc/passwd"],
    ["../../a.jpg", "a.jpg"],
    ["a/./b//../c.jpg", "a/b/c.jpg"],
    ["..\\..\\a.jpg", "a.jpg"],
    ["C:\\photos\\a.jpg", "photos/a.jpg"],
    ["c:a.jpg", "a.jpg"],
    ["C:", "file"],
    ["/C:/a.jpg", "C_/a.jpg"],
    ["\\\\server\\share\\a.jpg", "server/share/a.jpg"],
    ["a\0.jpg", "a_.jpg"],
    ["a\n\u007f\u0085.jpg", "a___.jpg"],
    ['<a>:"b"|?*.jpg', "_a___b____.jpg"],
    ["line\u2028break.jpg", "line_break.jpg"],
    ["half\ud83d.jpg", "half_.jpg"],
    ["photo\u202egpj.exe", "photogpj.exe"],
    [".\u200f./a.jpg", "a.jpg"],
    ["trailing. . /name.. ", "trailing/name"],
    ["CON", "_CON"],
    ["nul.tar.gz", "_nul.tar.gz"],
    ["aux /Com1.jpg", "_aux/_Com1.jpg"],
    ["lpt² .png", "_lpt² .png"],
    ["conin$", "_conin$"],
  ])("makes %j %j", (path, safe) => {
    expect(safePath(path)).toBe(safe);
    expect(isRenamed(path)).toBe(true);
  });

  it("cuts a name to 255 bytes of UTF-8, its extension kept and no character halved", () => {
    expect(safePath(`${"a".repeat(300)}.jpg`)).toBe(`${"a".repeat(251)}.jpg`);
    expect(safePath(`${"猫".repeat(100)}.png`)).toBe(`${"猫".repeat(83)}.png`);
    expect(safePath(`x${"😀".repeat(100)}`)).toBe(`x${"😀".repeat(63)}`);
    expect(safePath(`${"é".repeat(200)}/a.jpg`)).toBe(`${"é".repeat(127)}/a.jpg`);
  });

  it("leaves a name of exactly 255 bytes as it is", () => {
    const name = `${"ä".repeat(125)}a.jpg`;
    expect(utf8Length(name)).toBe(longestName);
    expect(safePath(name)).toBe(name);
  });

  it("does not take a long ending for an extension", () => {
    expect(safePath(`a.${"b".repeat(300)}`)).toBe(`a.${"b".repeat(253)}`);
  });

  it("stays safe where cutting uncovers a reserved name or trailing spaces", () => {
    expect(safePath(`con${" ".repeat(300)}x`)).toBe("_con");
    expect(safePath(`nul.${"b".repeat(251)}`)).toBe(`_nul.${"b".repeat(250)}`);
  });

  it("leaves out the folders nearest to the file where the path is too long", () => {
    const folders = Array.from({ length: 50 }, (_, at) => String(at).padStart(99, "f"));
    const path = safePath(`${folders.join("/")}/a.jpg`);
    expect(path).toBe(`${folders.slice(0, 40).join("/")}/a.jpg`);
  });
});

describe("outputPaths", () => {
  it("take off the extension of what is only read", () => {
    expect(first(2, "IMG_1.HEIC", "heic", "jpeg")).toEqual(["IMG_1.jpg", "IMG_1-heic.jpg"]);
    expect(first(2, "favicon.ico", "ico", "png")).toEqual(["favicon.png", "favicon-ico.png"]);
    expect(first(2, "scan", "jxl", "webp")).toEqual(["scan.webp", "scan-jxl.webp"]);
  });

  it("begins with the path under its new extension, then works the old one in, then counts", () => {
    expect(first(4, "trip/a.png", "png", "webp")).toEqual([
      "trip/a.webp",
      "trip/a-png.webp",
      "trip/a-png-2.webp",
      "trip/a-png-3.webp",
    ]);
  });

  it.each(["a.JPEG", "a.jpe", "a.jfif", "a.jpg"])("keeps the spelling of %s", (path) => {
    expect(first(1, path, "jpeg", "jpeg")).toEqual([path]);
  });

  it("counts at once where the extension stays", () => {
    expect(first(3, "a.JPG", "jpeg", "jpeg")).toEqual(["a.JPG", "a-2.JPG", "a-3.JPG"]);
  });

  it("replaces an extension that lies about the content", () => {
    expect(first(2, "a.jpg", "png", "png")).toEqual(["a.png", "a-jpg.png"]);
  });

  it("keeps an ending that belongs to no format and works the source's format in", () => {
    expect(first(2, "scan.v2", "jpeg", "webp")).toEqual(["scan.v2.webp", "scan.v2-jpg.webp"]);
    expect(first(2, ".jpg", "jpeg", "webp")).toEqual([".jpg.webp", ".jpg-jpg.webp"]);
    expect(first(1, "../", "gif", "gif")).toEqual(["file.gif"]);
  });

  it("works a suffix into the name, before everything else", () => {
    expect(first(4, "trip/a.png", "png", "webp", suffixed("-320"))).toEqual([
      "trip/a-320.webp",
      "trip/a-320-png.webp",
      "trip/a-320-png-2.webp",
      "trip/a-320-png-3.webp",
    ]);
    expect(first(2, "a.JPG", "jpeg", "jpeg", suffixed("-q60"))).toEqual(["a-q60.JPG", "a-q60-2.JPG"]);
  });

  it("keeps a suffix whole in a name of 255 bytes", () => {
    const [best, second] = first(2, `${"a".repeat(251)}.png`, "png", "avif", suffixed("-1920"));
    expect(best).toBe(`${"a".repeat(226)}-1920.avif`);
    expect(second).toBe(`${"a".repeat(226)}-1920-png.avif`);
  });

  it("makes the name by its pattern, before everything else", () => {
    const naming = namingOf({ names: "{name} {width}x{height} ({format})", keepTree: true }, "-320", { width: 320, height: 200 });
    expect(first(3, "trip/a.png", "png", "webp", naming)).toEqual([
      "trip/a 320x200 (webp).webp",
      "trip/a 320x200 (webp)-png.webp",
      "trip/a 320x200 (webp)-png-2.webp",
    ]);
    expect(first(2, "a.JPG", "jpeg", "jpeg", { ...naming, names: "{name}{suffix}{name}" })).toEqual([
      "a-320a.JPG",
      "a-320a-2.JPG",
    ]);
  });

  it("keeps all that a pattern adds to a name of 255 bytes", () => {
    const naming = { ...plainNaming, names: "{width}-{name}-{name}", width: 640 };
    const [best = ""] = first(1, `${"a".repeat(251)}.png`, "png", "avif", naming);
    expect(best).toBe(`640-${"a".repeat(113)}-${"a".repeat(113)}.avif`);
  });

  it("is a name where the pattern makes none", () => {
    expect(first(2, "trip/a.png", "png", "webp", { ...plainNaming, names: "{suffix}" })).toEqual([
      "trip/a.webp",
      "trip/a-png.webp",
    ]);
  });

  it("leaves the folders out where they are not kept", () => {
    expect(first(2, "x/y/a.png", "png", "png", { ...plainNaming, keepTree: false })).toEqual(["a.png", "a-2.png"]);
  });

  it("makes room for the ending in a name of 255 bytes", () => {
    const stem = "a".repeat(251);
    expect(first(3, `${stem}.png`, "png", "avif")).toEqual([
      `${stem.slice(1)}.avif`,
      `${stem.slice(5)}-png.avif`,
      `${stem.slice(7)}-png-2.avif`,
    ]);
  });

  it("stays safe where making room uncovers a reserved name", () => {
    const [best] = first(1, `con${" ".repeat(247)}x.jpg`, "jpeg", "webp");
    expect(best).toBe(safePath(best ?? ""));
  });
});

describe("for any path", () => {
  // Any text, and text made of the pieces that make paths dangerous.
  const dangerous = fc.constantFrom(
    ..."/\\.: aé猫😀\0\u202e\ud83d*",
    "..",
    "con",
    "nul.",
    "C:",
    "x".repeat(90),
    "é".repeat(120),
    ".jpg",
    ".png",
  );
  const anyPath = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.array(dangerous, { maxLength: 60 }).map((pieces) => pieces.join("")),
  );

  it("the safe path is safe and made safe only once", () => {
    fc.assert(
      fc.property(anyPath, (path) => {
        const safe = safePath(path);
        expect(unsafety(safe)).toEqual([]);
        expect(safePath(safe)).toBe(safe);
        expect(isRenamed(safe)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it("harmless names stay unchanged", () => {
    const harmless = fc.stringMatching(/^[\p{Lu}\p{Lo}\p{N}_()-]{1,20}x\.[a-z]{3}$/u);
    fc.assert(
      fc.property(fc.array(harmless, { minLength: 1, maxLength: 5 }), (names) => {
        fc.pre(names.every((name) => utf8Length(name) <= longestName));
        expect(safePath(names.join("/"))).toBe(names.join("/"));
      }),
    );
  });

  it("every candidate is safe, differs from the others and has an extension of the output's format", () => {
    const [read, written] = [fc.constantFrom(...sourceFormats), fc.constantFrom(...imageFormats)];
    const naming = fc.record({
      names: fc.constantFrom(
        defaultNamePattern,
        "{name}-{width}x{height}{suffix}",
        "{suffix}",
        "{name}{name}{suffix}",
        "con",
        ".",
      ),
      keepTree: fc.boolean(),
      suffix: fc.constantFrom("", "-320", "-width-65500-q100"),
      width: fc.integer({ min: 1, max: 65_500 }),
      height: fc.integer({ min: 1, max: 65_500 }),
    });
    fc.assert(
      fc.property(anyPath, read, written, naming, (path, source, output, named) => {
        const candidates = first(12, path, source, output, named);
        expect(candidates.map(safePath)).toEqual(candidates);
        expect(candidates.flatMap(unsafety)).toEqual([]);
        expect(new Set(candidates).size).toBe(12);
        expect(first(12, path, source, output, named)).toEqual(candidates);
        if (!named.keepTree) expect(candidates.every((candidate) => !candidate.includes("/"))).toBe(true);
        if (named.names.includes("{suffix}"))
          expect(candidates.every((candidate) => candidate.includes(named.suffix))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("what is renamed", () => {
  it("is a name that is not safe, or a folder that is not, where folders are kept", () => {
    expect([isRenamed("a:b/c.jpg"), isRenamed("a:b/c.jpg", false)]).toEqual([true, false]);
    expect([isRenamed("a/c:.jpg", false), isRenamed("a\\c.jpg"), isRenamed("a\\c.jpg", false)]).toEqual([true, true, false]);
  });
  it("is not what keeps its name", () => {
    expect(keepsName(plainNaming)).toBe(true);
    for (const change of [{ names: "{name}" }, { keepTree: false }, { suffix: "-320" }])
      expect(keepsName({ ...plainNaming, ...change })).toBe(false);
  });
});

describe("cutToBytes", () => {
  it("gives a beginning that fits, and the whole text where it fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(80), (text, limit) => {
        const cut = cutToBytes(text, limit);
        expect(text.startsWith(cut)).toBe(true);
        expect(utf8Length(cut)).toBeLessThanOrEqual(limit);
        if (utf8Length(text) <= limit) expect(cut).toBe(text);
      }),
    );
  });

  it("counts as the platform's encoder does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });
});

/** What is wrong with a path, said independently of the code under test. */
function unsafety(path: string): string[] {
  const names = path.split("/");
  const wrongs: readonly (readonly [string, boolean])[] = [
    ["too long", path.length > maxPathLength],
    ["empty or dots", names.some((name) => name === "" || name === "." || name === "..")],
    ["ends in dot or space", names.some((name) => name.endsWith(".") || name.endsWith(" "))],
    ["name too long", names.some((name) => Buffer.byteLength(name) > 255)],
    ["forbidden", /[\\<>:"|?*]/.test(path) || [...path].some((character) => character < " " || character === "\u007f")],
    ["bidirectional", /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(path)],
    ["half a character", /\p{Cs}/u.test(path)],
    ["device", names.some((name) => /^(con|prn|aux|nul|com\d|lpt\d)$/i.test((name.split(".")[0] ?? "").trimEnd()))],
  ];
  return wrongs.filter(([, wrong]) => wrong).map(([what]) => `${what}: ${JSON.stringify(path)}`);
}

describe("numberedFolder", () => {
  it.each([
    ["a.webp", 2, "a.webp-2"],
    ["trip", 13, "trip-13"],
    ["n".repeat(255), 2, `${"n".repeat(253)}-2`],
  ])("of %s and %i stays a name that fits", (name, number, numbered) => {
    expect(numberedFolder(name, number)).toBe(numbered);
  });
});
