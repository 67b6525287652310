import { presetNames, presets } from "@pixelmill/core";
import { benchHelp } from "../../bench/arguments/benchHelp.ts";
import { optionLines } from "./optionLines.ts";
import { optimizeOptions } from "./options.ts";

/** What there is help about: the whole program, or one command. */
export type HelpTopic = "pixelmill" | "optimize" | "bench";

export function helpAbout(about: HelpTopic): string {
  switch (about) {
    case "pixelmill":
      return pixelmillHelp;
    case "optimize":
      return optimizeHelp();
    case "bench":
      return benchHelp();
  }
}

const pixelmillHelp = `Pixelmill makes images smaller, at the quality you ask for.

Usage
  pixelmill optimize <files or folders…> --out DIR [options]
  pixelmill bench [folder] [options]
  pixelmill optimize --help, pixelmill bench --help
  pixelmill --version

To use it in the browser instead, run \`npm start\` in Pixelmill's folder.
`;

const optimizeHelp = (): string => `Makes images smaller, or turns them into another format.

Usage
  pixelmill optimize <files or folders…> --out DIR [options]

Options
${optionLines(optimizeOptions)}

Examples
  pixelmill optimize photos --out smaller
  pixelmill optimize photos --out web --format webp --resize longest=1600
  pixelmill optimize photos --out photos --overwrite
  pixelmill optimize logo.png banner.jpg --out dist --format avif --quality 70
  pixelmill optimize photos --out web --format webp,avif --resize width=640,width=1280
  pixelmill optimize photos --out thumbs --flat --resize box=300x300,fit=cover,position=attention --name "{name}-{width}"
  pixelmill optimize photos --out web --format auto --target 75
  pixelmill optimize photos --out web --preset web --pictures web/pictures.html
  pixelmill optimize icons --out dist --lossless --effort smallest

Which files
  JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, JPEG XL, BMP and ICO are read; what a file holds counts, not its name. Folders are
  walked with all that is below them, linked folders too. Hidden files and folders are passed over, and so are files whose
  extension is that of no image: the summary counts them. A file that is named itself is always tried.

Where the results go
  The tree below a folder is kept: photos/trip/a.jpg becomes DIR/trip/a.jpg. Where several folders are named, each gets a
  folder of its name in DIR. Where two files would get the same name, the second says where it came from: a.webp and
  a-png.webp; with --format auto already where they might get it. Results of an earlier run in DIR are replaced. With
  --overwrite a link becomes its result, and the file that it leads to stays; where that is replaced itself, the link stays.
  A file that would not get smaller keeps its pixels, so none is missing. Metadata, the place where a photo was taken above
  all, is removed from every file, unless --metadata says otherwise: keepCopyright keeps artist, copyright, credit and licence
  terms.

Presets
${presetLines()}

Quality
  A number means something else in each format. --target asks for a look instead: a SSIMULACRA2 score, where 70 is high quality
  and 90 can hardly be told from the source. Each file is encoded up to four times to find the smallest that reaches it, and the
  score is reported. --max-bytes finds the best that fits. --lossless packs JPEG better as it is, and loses nothing of a pixel in
  the other formats. --format auto takes the smallest of JPEG, PNG, WebP and AVIF at the asked look.

Sizes
  The aspect ratio stays. width=, height=, longest= and shortest= name one side in pixels, percent= both. box=800x600 makes the
  whole image fit; with ,fit=cover it fills the box and what stands out is cut off (,position=centre, attention: what draws the
  eye, or entropy: where most detail is); with ,fit=contain it fits and gets a border up to the box, transparent where the format
  has transparency, else white. Nothing is enlarged without --enlarge: a box that a small image can't fill becomes smaller, of the
  same shape. Of an animation the centre is kept.

Names
  --name "{name}-{width}x{height}" makes a-640x480.webp of a.jpg; the extension follows from the format. {suffix} is what tells
  several results of a file apart, such as -640, and nothing where there is one. Names that come out the same are numbered.

Nothing twice
  What a run made is remembered, by the bytes of its source and by its settings, in the ledger: ledger.db in DATA_DIR, else in
  your data folder. A later run leaves a result that is in its place as it is, copies one that it finds elsewhere, and encodes
  the rest; so sources may be moved and renamed. Files that Pixelmill made are not encoded again unless another format, a smaller
  size or another quality is asked for. Several runs may share a ledger; it holds 200,000 results, and deleting it costs time
  only.

Several results of each file
  --format and --resize take lists: every file is made in each format at each size, at most 24 results a file; the size "none"
  keeps the source's. webp,avif at width=640,width=1280 makes a-640.webp, a-1280.webp, a-640.avif and a-1280.avif of a.jpg.
  --pictures writes a page with the HTML (<picture>) by which a browser takes the one that suits it. The summary adds all results
  up. A file counts as failed where any of its results failed; the others are there all the same.

Limits
  MAX_MEGAPIXELS, MAX_FRAMES, MAX_SVG_SIZE, MAX_SVG_ELEMENTS, ENCODERS and MEMORY_LIMIT are read from the environment, as the
  service reads them; an option wins over them. SANDBOX (auto, off or required) says whether encoders are held in a sandbox; a
  terminal is told what holds them. LOG_LEVEL=debug writes a log to standard error.

Exit codes
  0    every file was dealt with
  1    a file failed: it is named with its error code, and all others are done
  2    the command line is wrong, and nothing was done
  130  stopped by Ctrl-C (143: by SIGTERM, 129: by SIGHUP); finished files stay
`;

/** Presets as the help lists them, one a line. */
function presetLines(): string {
  return presetNames.map((name) => `  ${name.padEnd(10)}${presets[name].help}`).join("\n");
}
