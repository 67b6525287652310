import { describe, expect, it } from "vitest";
import type { ImageFormat } from "../formats/formats.ts";
import { type PictureFile, pictureSnippet } from "./pictureSnippet.ts";

const file = (format: ImageFormat, width: number, height: number, path = `a-${width}.${format}`): PictureFile => ({
  path,
  format,
  width,
  height,
});

const inFormats = (width: number, height: number, path?: (format: ImageFormat) => string): PictureFile[] =>
  (["jpeg", "avif", "webp"] as const).map((format) => file(format, width, height, path?.(format)));

describe("pictureSnippet", () => {
  it("offers every format at every width, the newest format first, with the most widely known as the image", () => {
    expect(pictureSnippet([...inFormats(1280, 853), ...inFormats(640, 427)])).toBe(
      [
        "<picture>",
        '  <source type="image/avif" srcset="a-640.avif 640w, a-1280.avif 1280w" sizes="(min-width: 1280px) 1280px, 100vw">',
        '  <source type="image/webp" srcset="a-640.webp 640w, a-1280.webp 1280w" sizes="(min-width: 1280px) 1280px, 100vw">',
        '  <img src="a-1280.jpeg" srcset="a-640.jpeg 640w, a-1280.jpeg 1280w" sizes="(min-width: 1280px) 1280px, 100vw" width="1280" height="853" alt="">',
        "</picture>",
      ].join("\n"),
    );
  });

  it("needs no widths where there is one of each format", () => {
    expect(pictureSnippet([file("png", 40, 30), file("webp", 40, 30)])).toBe(
      '<picture>\n  <source type="image/webp" srcset="a-40.webp">\n  <img src="a-40.png" width="40" height="30" alt="">\n</picture>',
    );
  });

  it("is an image alone where there is one format", () => {
    expect(pictureSnippet([file("webp", 640, 480), file("webp", 320, 240)])).toBe(
      '<img src="a-640.webp" srcset="a-320.webp 320w, a-640.webp 640w" sizes="(min-width: 640px) 640px, 100vw" width="640" height="480" alt="">',
    );
  });

  it("takes the width that came out, each once: a small source has the same for several wishes", () => {
    const small = ["s-640", "s-1280"].flatMap((stem) => inFormats(500, 333, (format) => `${stem}.${format}`));
    expect(pictureSnippet(small)).toBe(
      [
        "<picture>",
        '  <source type="image/avif" srcset="s-640.avif">',
        '  <source type="image/webp" srcset="s-640.webp">',
        '  <img src="s-640.jpeg" width="500" height="333" alt="">',
        "</picture>",
      ].join("\n"),
    );
  });

  it("counts what was rounded as one shape, and makes another picture of what was cropped", () => {
    const [wide, square] = [inFormats(1000, 667), inFormats(400, 400)];
    const html = pictureSnippet([...wide, ...square, ...inFormats(333, 222)]) ?? "";
    expect(html.match(/<picture>/g)).toHaveLength(2);
    expect(html).toContain("a-333.avif 333w, a-1000.avif 1000w");
    expect(html).toContain('<img src="a-400.jpeg" width="400" height="400" alt="">');
  });

  it.each([
    ["nothing", []],
    ["one file", [file("avif", 640, 480)]],
    ["the same width of one format twice", [file("avif", 640, 480, "a-q50.avif"), file("avif", 640, 480, "a-q60.avif")]],
    ["a file that browsers do not show", [file("tiff", 640, 480), file("webp", 640, 480)]],
    ["files of different shapes", [file("jpeg", 640, 480), file("jpeg", 300, 300)]],
  ])("is none of %s", (_, files) => {
    expect(pictureSnippet(files)).toBeNull();
  });

  it("encodes what means something in an address, an attribute or a list of sources", () => {
    const path = 'my photos/"x" & <b>, 50% #1?.webp';
    const html = pictureSnippet([file("webp", 8, 8, path), file("jpeg", 8, 8, "javascript:alert(1).jpg")]) ?? "";
    const address = "my%20photos/%22x%22%20%26%20%3Cb%3E%2C%2050%25%20%231%3F.webp";
    expect(html).toContain(`srcset="${address}"`);
    expect(decodeURIComponent(address)).toBe(path);
    expect(html).toContain('src="javascript%3Aalert(1).jpg"');
  });

  it("does not stumble over half of a character", () => {
    expect(pictureSnippet([file("webp", 8, 8, "\ud83d.webp"), file("jpeg", 8, 8)])).toContain('srcset="%EF%BF%BD.webp"');
  });
});
