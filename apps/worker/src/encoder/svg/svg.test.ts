import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { minifySvg, precisionOf } from "./minifySvg.ts";
import { svgElements } from "./svgElements.ts";
import { svgRoot } from "./svgRoot.ts";
import { svgSize } from "./svgSize.ts";
import { decodeSvg, svgText } from "./svgText.ts";

const rootOf = (text: string) => {
  const root = svgRoot(text);
  if (!root.ok) throw new Error(root.error.code);
  return root.value;
};
const sizeOf = (attributes: string) => svgSize(rootOf(`<svg ${attributes}/>`));
const minified = (text: string, keepMetadata = false) => minifySvg(text, rootOf(text), { keepMetadata });

describe("the size of a drawing", () => {
  it.each([
    ['width="40" height="30"', 40, 30],
    ["width='40px' height='1in'", 40, 96],
    ['width="2.54cm" height="25.4mm"', 96, 96],
    ['width="3pt" height="1pc"', 4, 16],
    ['width="2em" height="10ex"', 32, 80],
    ['width="1e2" height=" .5e2 "', 100, 50],
    ['viewBox="0 0 24 16"', 24, 16],
    ['viewBox="-5,-5, 24.4 , 16.6"', 24, 17],
    ['width="100%" height="100%" viewBox="0 0 24 16"', 24, 16],
    ['width="48" viewBox="0 0 24 16"', 48, 32],
    ['height="48" viewBox="0 0 24 16"', 72, 48],
    ['width="48"', 48, 150],
    ["", 300, 150],
    ['width="0" height="-4"', 300, 150],
    ['width="wide" viewBox="0 0 0 16"', 300, 150],
    ['width="0.2" height="9e9"', 1, 1_000_000],
  ])("with %s is %i × %i", (attributes, width, height) => {
    expect(sizeOf(attributes)).toEqual({ width, height });
  });
});

describe("the outermost element", () => {
  it.each([
    '<svg width="1">',
    '\ufeff<?xml version="1.0"?>\n<!-- > <svg width="9"> -->\n<svg width="1">',
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg width="1">',
    '<svg:svg data-x=">" width="1">',
  ])("is found in %j", (text) => {
    expect(rootOf(text.replace(/^\ufeff/, "")).get("width")).toBe("1");
  });

  it.each([
    ['<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg width="1">&a;</svg>', "unsupportedVariant"],
    ["<!DOCTYPE svg [ ]><svg/>", "unsupportedVariant"],
    ["<html><svg/></html>", "corruptImage"],
    ["<svg width='1'", "corruptImage"],
    ["<!-- never closed <svg/>", "corruptImage"],
    [`<svg ${'a="'.repeat(20_000)}`, "corruptImage"],
    [`${" ".repeat(100_000)}<svg/>`, "corruptImage"],
    ["", "corruptImage"],
  ])("is none in %.40s", (text, code) => {
    expect(svgRoot(text)).toMatchObject({ ok: false, error: { code } });
  });
});

describe("the text of a drawing", () => {
  const text = '<svg aria-label="Möwe"/>';
  it("is read in the encoding that the file tells", () => {
    const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>${text}`;
    expect(decodeSvg(Buffer.from(text))).toEqual({ ok: true, value: text });
    expect(decodeSvg(Buffer.from(`\ufeff${text}`))).toEqual({ ok: true, value: text });
    expect(decodeSvg(Buffer.from(`\ufeff${text}`, "utf16le"))).toEqual({ ok: true, value: text });
    expect(decodeSvg(Buffer.from(`\ufeff${text}`, "utf16le").swap16())).toEqual({ ok: true, value: text });
    const latin = declared("ISO-8859-1");
    expect(decodeSvg(Buffer.from(latin, "latin1"))).toEqual({ ok: true, value: latin });
  });

  it("is none where the encoding is not known, or the bytes are not of it", () => {
    expect(decodeSvg(Buffer.from('<?xml version="1.0" encoding="martian"?><svg/>'))).toMatchObject({
      error: { code: "unsupportedVariant" },
    });
    expect(decodeSvg(Buffer.from("<svg>\xff</svg>", "latin1"))).toMatchObject({ error: { code: "corruptImage" } });
  });

  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pixelmill-svg-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("is not read where it is too long", async () => {
    const file = join(folder, "long.svg");
    await writeFile(file, Buffer.alloc(2001, " "));
    expect(await svgText(file, 2000)).toMatchObject({ error: { code: "drawingTooLarge" } });
    expect(await svgText(file, 2001)).toMatchObject({ ok: true });
    // A hundred megabytes in a hundred thousand bytes: unpacked no further than the limit.
    await writeFile(file, gzipSync(Buffer.alloc(100_000_000, " ")));
    const before = process.memoryUsage().arrayBuffers;
    expect(await svgText(file, 200_000)).toMatchObject({ error: { code: "drawingTooLarge" } });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });
});

it.each([
  ["<svg/>", 1],
  ['<?xml version="1.0"?><!DOCTYPE svg><svg><g><!-- <a> --></g><path/></svg>', 4],
  ["", 0],
  ["<", 1],
])("the elements of %s are %i", (text, elements) => {
  expect(svgElements(text)).toBe(elements);
});

describe("minified", () => {
  it("a drawing loses what nobody sees, and keeps ids, view box, titles, classes and links", async () => {
    const text = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Made with a program -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="24" height="24" viewBox="0 0 24 24">
  <title>Sun</title>
  <metadata>about</metadata>
  <g inkscape:label="Layer 1" id="unused">
    <path class="a" id="b" fill="#ff0000" d="M 4.000 4.000 L 20.000 4.000 L 20.000 20.000 Z"/>
  </g>
  <a href="https://example.org/"><rect width="3" height="3"/></a>
</svg>`;
    const small = (await minified(text)) ?? "";
    for (const kept of [
      "<title>Sun</title>",
      'id="unused"',
      'class="a"',
      'id="b"',
      'viewBox="0 0 24 24"',
      'href="https://example.org/"',
    ])
      expect(small).toContain(kept);
    for (const lost of ["<?xml", "<!--", "metadata", "inkscape", "#ff0000", ".000", "\n"]) expect(small).not.toContain(lost);
    expect(await minified(text, true)).toContain("<metadata>about</metadata>");
  });

  it.each([
    "<svg><script>document.title</script></svg>",
    '<svg onload="go()"><path d="M0 0"/></svg>',
    '<svg><rect onclick = "go()"/></svg>',
    "<svg><foreignObject><p>one <b>two</b> three</p></foreignObject></svg>",
    '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:text> a </s:text></s:svg>',
    '<svg><text>see <a href="#x"> here </a> now</text></svg>',
  ])("%s is left alone", async (text) => {
    expect(await minified(text)).toBeNull();
  });

  it("paths that move or have marks at their points, and rules that name elements, are not touched", async () => {
    const path = "M 4.000 4.000 L 20.000 4.000 L 20.000 20.000 Z";
    const moves = `<svg viewBox="0 0 24 24">\n<path d="${path}"><animate attributeName="d" dur="1s" values="${path};${path}"/></path>\n</svg>`;
    expect(await minified(moves)).toContain(`d="${path}"`);
    const marked = `<svg viewBox="0 0 24 24"><marker id="m"></marker><path marker-mid="url(#m)" d="M 4 4 L 9 9 L 9 9 L 9 4"/></svg>`;
    expect(await minified(marked)).toContain('d="M 4 4 L 9 9 L 9 9 L 9 4"');
    const styled = `<svg viewBox="0 0 24 24"><style>g > path { fill: red }</style>\n<g><path d="${path}"/></g>\n</svg>`;
    expect(await minified(styled)).toMatch(/<g><path d="M4 4h16v16[zZ]"\/><\/g>/);
    expect(await minified(styled)).toContain("g > path { fill: red }".replaceAll(">", "&gt;"));
  });

  it("text keeps its spaces", async () => {
    const text = '<svg viewBox="0 0 9 9"><text xml:space="preserve">  a <tspan> b </tspan>  </text></svg>';
    expect(await minified(text)).toContain(">  a <tspan> b </tspan>  </text>");
  });

  it.each(["<svg><g></svg>", "<svg>&laugh;</svg>", "<svg><g", "<svg><g/>"])("%s is no XML", async (text) => {
    await expect(minified(text)).rejects.toThrow();
  });
});

describe("the digits of a coordinate", () => {
  it.each([
    ['<svg viewBox="0 0 24 24"/>', 5],
    ['<svg viewBox="0 0 1000 1000"/>', 3],
    ['<svg viewBox="0 0 100000 100000"/>', 2],
    ['<svg viewBox="0 0 1 1"/>', 6],
    ["<svg/>", 4],
    ['<svg viewBox="0 0 24 24"><g transform="scale(100)"/></svg>', 8],
    ['<svg viewBox="0 0 24 24"><svg viewBox="0 0 1 1"/></svg>', 8],
    ['<svg viewBox="0 0 0.001 1"><symbol></symbol></svg>', 10],
  ])("of %s are %i", (text, digits) => {
    expect(precisionOf(text, rootOf(text))).toBe(digits);
  });
});
