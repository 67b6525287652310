import sharp, { type Sharp } from "sharp";
import { apng } from "../apng.ts";
import { size } from "../images.ts";
import { storedGrid } from "./picture.ts";

/** What varies within a kind of source, where the kind has it. */
export interface Traits {
  /** Orientation, 1–8: in EXIF, or in the container where that is what counts. */
  readonly orientation: number;
  /** Profile that it carries; its colours are stored accordingly. */
  readonly profile: "none" | "p3";
  /** Whether it carries EXIF with a place, a camera's number and a copyright, and XMP. */
  readonly described: boolean;
}

export const copyright = "Someone, 2026";
export const serialNumber = "SN-1234567";
export const xmp = '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"/><?xpacket end="w"?>';

/** EXIF as a camera writes it, as far as anyone asks what became of it. */
const exif = {
  IFD0: { Copyright: copyright, Artist: "Someone", Make: "Camera" },
  IFD2: { BodySerialNumber: serialNumber },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1", GPSLongitudeRef: "W", GPSLongitude: "0/1 7/1 0/1" },
};

export function withTraits(image: Sharp, { orientation, profile, described }: Traits): Sharp {
  if (orientation !== 1) image.withMetadata({ orientation });
  if (profile !== "none") image.withIccProfile(profile);
  return described ? image.withExifMerge(exif).withXmp(xmp) : image;
}

/** The EXIF of a described picture, from the TIFF header on. */
export async function exifOf(traits: Traits): Promise<Buffer> {
  const image = withTraits(storedGrid({ alpha: null, orientation: 1 }), traits);
  const { exif: block = Buffer.alloc(0) } = await sharp(await image.jpeg().toBuffer()).metadata();
  return block.subarray(6);
}

const delays = [100, 200, 300];
const loop = 3;

/** The three frames of an animation: the grid, red and blue, each stored as its orientation wants it. */
const framesFor = ({ orientation }: Traits): readonly Sharp[] => {
  const [width, height] = orientation >= 5 ? [size.height, size.width] : [size.width, size.height];
  const plain = (background: string) => sharp({ create: { width, height, channels: 3, background } });
  return [storedGrid({ alpha: null, orientation }), plain("#ff0000"), plain("#0000ff")];
};

/** An animated WebP without loss. */
export async function animatedWebp(traits: Traits): Promise<Buffer> {
  const frames = await Promise.all(framesFor(traits).map((frame) => frame.png().toBuffer()));
  const joined = sharp(frames, { join: { animated: true } });
  return withTraits(joined, traits).webp({ delay: delays, loop, lossless: true }).toBuffer();
}

/** An animated PNG; what its first frame's file says of all of them is what the whole says. */
export async function animatedPngWith(traits: Traits): Promise<Buffer> {
  const frames = await Promise.all(framesFor(traits).map((frame) => withTraits(frame, traits).png().toBuffer()));
  return apng(
    frames.map((png, index) => ({ png, delay: delays[index] ?? 0 })),
    { plays: loop },
  );
}
