import type { OutputSettingsInput } from "@pixelmill/core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { scene } from "./testing/images.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

/** An XMP packet of about so many bytes. */
const xmpPacket = (bytes: number): string =>
  `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="">${"long words ".repeat(bytes / 11)}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

/** A photo that carries a packet. */
const described = (xmp: string): Promise<Buffer> => scene(320, 240).withXmp(xmp).jpeg({ quality: 98 }).toBuffer();

/** Encodes with all metadata. Gives the file, and what is left of its XMP. */
async function encode(source: Buffer, wish: OutputSettingsInput) {
  const { result, output } = await desk.encode(source, { ...wish, effort: "fast", metadata: "keepAll", minimumSaving: 0 });
  if (result.status !== "optimized") throw new Error(JSON.stringify(result));
  expect(result.output.bytes).toBe(output.length);
  expect(result.warnings).not.toContain("metadataLost");
  const { xmpAsString = "" } = await sharp(output).metadata();
  return { output, xmp: xmpAsString };
}

describe("a limit in bytes", () => {
  test.each(["jpeg", "webp", "avif"] as const)("of a %s counts the metadata, be it little of it or most", async (format) => {
    const bare = await encode(await scene(320, 240).jpeg({ quality: 98 }).toBuffer(), { format, quality: { maxBytes: 5000 } });
    for (const length of [3000, 40_000]) {
      const packet = xmpPacket(length);
      const maxBytes = 5000 + packet.length;
      const { output, xmp } = await encode(await described(packet), { format, quality: { maxBytes } });
      expect(xmp === packet).toBe(true);
      expect(output.length).toBeLessThanOrEqual(maxBytes);
      // What is left for the picture is used as if that were all.
      expect(output.length - packet.length).toBeGreaterThan(0.7 * bare.output.length);
    }
  });

  test("under auto leaves out what would fit without its metadata alone", async () => {
    const packet = xmpPacket(4000);
    const wish = { format: "auto", candidates: ["jpeg", "webp", "png"], quality: { maxBytes: 9000 } } as const;
    const { output, xmp } = await encode(await described(packet), { ...wish, candidates: [...wish.candidates] });
    expect(xmp === packet).toBe(true);
    expect(output.length).toBeLessThanOrEqual(9000);
  });

  test("of a PNG is kept by what loses nothing only where its metadata fits as well", async () => {
    const packet = xmpPacket(500);
    const source = await described(packet);
    const whole = await encode(source, { format: "png", quality: { maxBytes: 1_000_000 } });
    const fits = await encode(source, { format: "png", quality: { maxBytes: whole.output.length } });
    expect(fits.output.equals(whole.output)).toBe(true);
    const tight = await encode(source, { format: "png", quality: { maxBytes: whole.output.length - 1 } });
    expect(tight.output.length).toBeLessThan(whole.output.length);
    expect(tight.xmp === packet).toBe(true);
  });

  test("is no target: a file that fits is not below one, however bad it looks", async () => {
    const wish = { format: "png", quality: { maxBytes: 3000 } } as const;
    const { result } = await desk.encode(await scene(320, 240).png().toBuffer(), wish);
    expect(result).toMatchObject({ status: "optimized", encoding: { lossless: false }, warnings: [] });
  });

  test("that the metadata alone exceeds fails with both numbers, and leaves nothing", async () => {
    const wish = { format: "webp", quality: { maxBytes: 10_000 }, metadata: "keepAll" } as const;
    const { result, leftovers } = await desk.encode(await described(xmpPacket(20_000)), wish);
    expect(result).toMatchObject({
      status: "failed",
      error: { code: "exceedsMaxBytes", message: expect.stringMatching(/takes 2\d\.\d kB; at most 10 kB/) },
    });
    expect(leftovers).toEqual([]);
  });
});
