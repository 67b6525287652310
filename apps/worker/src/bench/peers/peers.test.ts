import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { outputSettingsSchema } from "@pixelmill/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ablePeers } from "../scenarios/peers.ts";
import { makePhotoInfo } from "../testing/photoInfo.ts";
import { abilitiesOf, findPeers } from "./findPeers.ts";
import { canDo, peerTask } from "./peer.ts";
import { programs } from "./programs.ts";

const photo = { name: "a.jpg", source: "/in/a.jpg", info: makePhotoInfo(1000, 500) };
const drawing = { name: "b.png", source: "/in/b.png", info: { ...makePhotoInfo(400, 400), format: "png" as const } };

describe("a task for a peer", () => {
  it("has the quality that was asked for, or the format's own, and a size where it changes", () => {
    expect(peerTask(photo, outputSettingsSchema.parse({ format: "webp" }), "/out/0")).toMatchObject({ quality: 80, size: null });
    const settings = outputSettingsSchema.parse({ format: "avif", quality: 40, resize: { mode: "longest", pixels: 500 } });
    expect(peerTask(photo, settings, "/out/0")).toMatchObject({
      output: "/out/0.avif",
      quality: 40,
      size: { width: 500, height: 250 },
    });
    expect(peerTask(drawing, settings, "/out/1").size).toBeNull();
  });

  it("is done by those who read, write and resize what it takes", () => {
    const same = peerTask(photo, outputSettingsSchema.parse({ format: "jpeg" }), "");
    const smaller = peerTask(photo, outputSettingsSchema.parse({ format: "jpeg", resize: { mode: "width", pixels: 10 } }), "");
    expect(canDo(abilitiesOf("jpegoptim"), photo.info, same)).toBe(true);
    expect(canDo(abilitiesOf("jpegoptim"), photo.info, smaller)).toBe(false);
    expect(canDo(abilitiesOf("jpegoptim"), drawing.info, same)).toBe(false);
    expect(canDo(abilitiesOf("cwebp"), photo.info, same)).toBe(false);
    expect(canDo(abilitiesOf("ipx"), { ...photo.info, frames: 2 }, same)).toBe(false);
  });

  it("goes to nobody whose name is not known", () => {
    expect(() => abilitiesOf("paint")).toThrow("paint is no peer");
  });
});

describe("peers and files", () => {
  const found = ["ImageMagick", "cwebp", "jpegoptim"].map((name) => ({ name, version: "1", path: "/" }));

  it("are those that can do something, and those that all of them can do", () => {
    const able = ablePeers(found, [photo, drawing], outputSettingsSchema.parse({ format: "jpeg" }));
    expect(able.peers.map(({ name }) => name)).toEqual(["ImageMagick", "jpegoptim"]);
    expect(able.files).toEqual([photo]);
    expect(ablePeers(found, [photo, drawing], outputSettingsSchema.parse({ format: "webp" })).files).toEqual([photo, drawing]);
  });
});

describe("the words for a program", () => {
  const task = (format: "jpeg" | "png" | "webp" | "avif", resize: boolean) =>
    peerTask(photo, outputSettingsSchema.parse({ format, resize: resize ? { mode: "width", pixels: 100 } : null }), "/out/0");

  it.each([
    ["ImageMagick", task("jpeg", true), "/in/a.jpg -auto-orient -strip -resize 100x50! -quality 80 jpeg:/out/0.jpeg"],
    ["ImageMagick", task("png", false), "/in/a.jpg -auto-orient -strip png:/out/0.png"],
    ["vips", task("jpeg", false), "autorot /in/a.jpg /out/0.jpeg[Q=80,strip]"],
    ["vips", task("webp", true), "thumbnail /in/a.jpg /out/0.webp[Q=80,effort=4,strip] 100 --height 50 --size force"],
    ["vips", task("png", false), "autorot /in/a.jpg /out/0.png[compression=9,strip]"],
    ["cwebp", task("webp", true), "-quiet -m 4 -q 80 -resize 100 50 /in/a.jpg -o /out/0.webp"],
    ["avifenc", task("avif", false), "-j 1 -s 7 --min 0 --max 63 -a end-usage=q -a cq-level=25 /in/a.jpg /out/0.avif"],
    ["jpegoptim", task("jpeg", false), "--quiet --max=80 --strip-all /out/0.jpeg"],
  ])("%s are its own", (name, of, words) => {
    expect(programs[name]?.words(of).join(" ")).toBe(words);
  });
});

describe.skipIf(process.platform === "win32")("peers on this machine", () => {
  let folder = "";

  const program = async (file: string, says: string) => {
    await mkdir(join(folder, file, ".."), { recursive: true });
    await writeFile(join(folder, file), `#!/bin/sh\necho '${says}'\n`);
    await chmod(join(folder, file), 0o755);
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pixelmill-peers-test-"));
    await program("first/convert", "usage: convert UNIT UNIT");
    await program("second/convert", "Version: ImageMagick 6.9.11 Q16 x86_64");
    await program("second/vips", "vips-8.14.1");
    await mkdir(join(folder, "node_modules/ipx"), { recursive: true });
    await writeFile(join(folder, "node_modules/ipx/package.json"), '{"version": "3.1.1"}');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("are found where they are, and passed over where another program has their name", async () => {
    const path = ["first", "second", "none"].map((name) => join(folder, name)).join(delimiter);
    expect(await findPeers(folder, path)).toEqual([
      { name: "ipx", version: "3.1.1", path: folder },
      { name: "ImageMagick", version: "6.9.11", path: join(folder, "second/convert") },
      { name: "vips", version: "8.14.1", path: join(folder, "second/vips") },
    ]);
  });

  it("are none where there are none", async () => {
    expect(await findPeers(join(folder, "first"), "")).toEqual([]);
  });
});
