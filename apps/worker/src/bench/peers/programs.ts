import type { PeerAbilities, PeerTask } from "./peer.ts";

/** A program: its names on the PATH, how its version is asked for and told, and its words for a task. */
export interface PeerProgram extends PeerAbilities {
  readonly commands: readonly string[];
  readonly versionWords: readonly string[];
  /** Takes the version out of what it says; what does not match is another program of that name. */
  readonly version: RegExp;
  readonly words: (task: PeerTask) => readonly string[];
  /** Whether it works on the output file itself, which is a copy of the source before. */
  readonly inPlace?: boolean;
}

const sizeText = ({ size }: PeerTask): string => (size === null ? "" : `${size.width}x${size.height}!`);

/** Effort of WebP and AVIF as the encoders have it: 4, and 2, which is libaom's speed 7. */
const webpEffort = 4;
const avifEffort = 2;
const avifSpeed = 9 - avifEffort;

const vipsOptions = ({ format, quality }: PeerTask): string => {
  if (format === "png") return "[compression=9,strip]";
  const effort = { webp: `,effort=${webpEffort}`, avif: `,effort=${avifEffort}` }[format as "webp" | "avif"] ?? "";
  return `[Q=${quality}${effort},strip]`;
};

/** libavif's own way from a quality to a quantizer (avifenc 1.0 and later do it for `-q`). */
const quantizer = (quality: number): number => Math.floor(((100 - quality) * 63 + 50) / 100);

/** Programs that may be on the PATH, one thread an image: as many run at once as there are cores. */
export const programs: Readonly<Record<string, PeerProgram>> = {
  ImageMagick: {
    commands: ["magick", "convert"],
    versionWords: ["-version"],
    version: /^Version: ImageMagick (\S+)/m,
    reads: ["jpeg", "png", "webp", "tiff"],
    writes: ["jpeg", "png", "webp", "avif"],
    resizes: true,
    words: (task) => [
      task.source,
      "-auto-orient",
      "-strip",
      ...(task.size === null ? [] : ["-resize", sizeText(task)]),
      ...(task.quality === null ? [] : ["-quality", String(task.quality)]),
      `${task.format}:${task.output}`,
    ],
  },
  vips: {
    commands: ["vips"],
    versionWords: ["--version"],
    version: /^vips-(\S+)/m,
    reads: ["jpeg", "png", "webp", "tiff", "avif"],
    writes: ["jpeg", "png", "webp", "avif"],
    resizes: true,
    words: (task) => {
      const output = `${task.output}${vipsOptions(task)}`;
      if (task.size === null) return ["autorot", task.source, output];
      const { width, height } = task.size;
      return ["thumbnail", task.source, output, String(width), "--height", String(height), "--size", "force"];
    },
  },
  cwebp: {
    commands: ["cwebp"],
    versionWords: ["-version"],
    version: /^(\d+\.\d+\.\d+)/m,
    reads: ["jpeg", "png", "tiff", "webp"],
    writes: ["webp"],
    resizes: true,
    words: ({ source, output, quality, size }) => [
      ...["-quiet", "-m", String(webpEffort), "-q", String(quality)],
      ...(size === null ? [] : ["-resize", String(size.width), String(size.height)]),
      ...[source, "-o", output],
    ],
  },
  avifenc: {
    commands: ["avifenc"],
    versionWords: ["--version"],
    version: /^Version: (\S+)/m,
    reads: ["jpeg", "png"],
    writes: ["avif"],
    resizes: false,
    words: ({ source, output, quality }) => [
      ...["-j", "1", "-s", String(avifSpeed), "--min", "0", "--max", "63"],
      ...["-a", "end-usage=q", "-a", `cq-level=${quantizer(quality ?? 50)}`],
      ...[source, output],
    ],
  },
  jpegoptim: {
    commands: ["jpegoptim"],
    versionWords: ["--version"],
    version: /^jpegoptim v?(\S+)/m,
    reads: ["jpeg"],
    writes: ["jpeg"],
    resizes: false,
    words: ({ output, quality }) => ["--quiet", `--max=${quality}`, "--strip-all", output],
    // Its `--stdout` ends in a crash where it would keep the original (1.4.7).
    inPlace: true,
  },
};
