import { optionLines } from "../../cli/arguments/optionLines.ts";
import { benchOptions } from "./benchOptions.ts";
import { scenarioLines } from "./scenarios.ts";

/** The help about `pixelmill bench`. */
export const benchHelp = (): string => `Measures Pixelmill against plain sharp at its best, on this machine.

Usage
  pixelmill bench [folder] [options]
  pixelmill bench --compare BEFORE.json AFTER.json [--html FILE]

Options
${optionLines(benchOptions)}

Examples
  pixelmill bench photos --format webp --pairs 10
  pixelmill bench --scenario skewed --memory 512M --pairs 0
  pixelmill bench --json today.json --html today.html
  pixelmill bench --scenario skewed --memory 512M,1G,2G
  pixelmill bench --scenario photos --format jpeg --split
  pixelmill bench --scenario skewed --format webp --switches --pairs 5
  pixelmill bench --scenario skewed --simulate --html simulated.html
  pixelmill bench --scenario small,many,idle
  pixelmill bench --scenario photos --scores target,equal --format jpeg --resize longest=1920 --peers DIR
  pixelmill bench --compare yesterday.json today.json

What is measured
  raw      sharp alone, in one process, with the encoders' own steps and options
  engine   batching, encoders and memory budget, without HTTP
  service  the whole path: upload through the web app, store, encode, download as ZIP
  All three on the same files, in turn, so that what else this machine does meets all of them. Without --format and --resize:
  jpeg, webp, and avif at longest=1920. Reports go to standard output, what is going on to standard error.

Sets of images (10 pairs of three formats: about 25 min photos, 15 min web, 30 min skewed, 10 min generated)
  photos, web, skewed of PIXELMILL_SHARED or ../shared, and generated, a set that is made. Without a folder or --scenario: those
  that are there, else the generated one, and latency.

Scenarios with images of their own
${scenarioLines()}
  They take --format, --pairs, --variant, --encoders and --memory too; without --format all but matrix and outputs take
  jpeg alone. outputs always makes jpeg, webp and avif at longest=320, 640, 1280 and 1920.

Instead of the variants, on each set and format
  --memory A,B   under each of several limits the memory of engine and service, every 20 ms from outside, and what was refused
                 that raw sharp's own peak says would have fitted (about 1 min for a limit, a set and a format)
  --split        cores × 1 task in flight, cores × 2, cores + 1 × 1, half the cores, and one process × 4 (about 2 min a pair)
  --switches     the engine with each piece of planning switched off or replaced, in pairs with the engine as it is, and an
                 interactive image in the middle of a background job with and without priorities (about 2 min a switch, 10 pairs)
  --simulate     each image alone in raw sharp (about 1 min), then the real planner on simulated encoders of 2 to 64 cores, with
                 each piece of planning switched off or replaced: how far each is from what no plan can beat
  --peers DIR    @napi-rs/image, @alberteinshutoin/lazy-image and ipx where DIR has them (npm i --prefix DIR …), and
                 ImageMagick, vips, cwebp, avifenc and jpegoptim where they are on the PATH: at the same nominal quality, so
                 bytes and quality differ (about 1 min a peer and a pair)
  --scores PARTS all, or some of: target (a score of 75, against the one quality that reaches it on every image), presets, equal
                 (at the scores of sharp's, Squoosh's and lazy-image's defaults, the last where --peers DIR has it), lossless (PNG
                 against oxipng -o4), larger (no file larger than its source in any mode). With --resize each
                 image is made smaller first, to a PNG that everyone gets. About 10 s of CPU time a megapixel of photos for jpeg
                 and for webp, 40 s for avif
`;
