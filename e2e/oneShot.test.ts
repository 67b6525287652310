import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorTable } from "../packages/core/src/index.ts";
import { drawPicture } from "./support/pictures.ts";
import { type Stack, startStack } from "./support/stack.ts";

const run = promisify(execFile);
const hasCurl = await run("curl", ["--version"]).then(
  () => true,
  () => false,
);
if (!hasCurl) console.log("There is no curl here: the tests of one-shot requests are skipped.");

describe.skipIf(!hasCurl)("one image with one curl command", () => {
  let stack: Stack;
  let folder: string;

  beforeAll(async () => {
    [stack, folder] = await Promise.all([startStack(), mkdtemp(path.join(tmpdir(), "pixelmill-curl-"))]);
    await writeFile(path.join(folder, "photo.jpg"), await drawPicture("beach", 1600, 1200).jpeg({ quality: 95 }).toBuffer());
    await writeFile(path.join(folder, "text.jpg"), "no image");
    await writeFile(path.join(folder, "empty.jpg"), "");
  });

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await stack?.stop();
  });

  /** As the README says it, in the folder with the photo; the answer's status and headers come on standard output. */
  async function curl(query: string, body: string, output: string) {
    const address = `${stack.link}api/v1/optimize${query}`;
    const options = ["--silent", "--show-error", "--dump-header", "-", "--data-binary", `@${body}`, address, "-o", output];
    const { stdout } = await run("curl", options, { cwd: folder });
    const status = Number(/^HTTP\/1.1 (\d+)(?![\s\S]*\nHTTP)/m.exec(stdout)?.[1]);
    const headers = new Map(
      Array.from(stdout.matchAll(/^([\w-]+): (.*?)\r?$/gm), ([, name = "", value]) => [name.toLowerCase(), value]),
    );
    return { status, headers, output: await readFile(path.join(folder, output)) };
  }

  it("brings the optimized file, with what became of it in the headers", async () => {
    const { status, headers, output } = await curl("?format=webp&quality=80&name=photo.jpg", "photo.jpg", "photo.webp");
    expect(status).toBe(200);
    expect(await sharp(output).metadata()).toMatchObject({ format: "webp", width: 1600, height: 1200 });
    const source = await readFile(path.join(folder, "photo.jpg"));
    expect(output.length).toBeLessThan(source.length);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-type": "image/webp",
      "content-length": String(output.length),
      "x-pixelmill-status": "optimized",
      "x-pixelmill-source-bytes": String(source.length),
      "x-pixelmill-output-bytes": String(output.length),
      "x-pixelmill-width": "1600",
      "x-pixelmill-height": "1200",
    });
    expect(headers.get("content-disposition")).toContain("photo.webp");
  });

  it("resizes", async () => {
    const { output } = await curl("?format=avif&resize=width%3D400", "photo.jpg", "small.avif");
    expect(await sharp(output).metadata()).toMatchObject({ format: "heif", width: 400, height: 300 });
  });

  it.each([
    ["a text", "?format=webp", "text.jpg", 422, "unsupportedFormat"],
    ["an empty file", "?format=webp", "empty.jpg", 422, "emptyFile"],
    ["an unknown format", "?format=bmp", "photo.jpg", 400, "invalidRequest"],
    ["a quality out of range", "?quality=101", "photo.jpg", 400, "invalidRequest"],
    ["a setting that there is not", "?colour=blue", "photo.jpg", 400, "invalidRequest"],
  ] as const)("answers %s with an error as JSON", async (_, query, body, expected, code) => {
    const { status, headers, output } = await curl(query, body, "error.json");
    expect(status).toBe(expected);
    expect(headers.get("content-type")).toMatch(/^application\/json/);
    const { error } = JSON.parse(output.toString("utf8")) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    expect(error.message).toContain(errorTable[code].message.split("{")[0]);
  });
});
