import { writeFile } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { type PictureSource, pictureSnippetsPage } from "../../result/pictureSnippets.ts";
import type { ResultLine } from "../report/lines.ts";

/** The HTML of a run's images, collected file by file and written at its end. */
export class Pictures {
  readonly #file: string;
  readonly #sources: PictureSource[] = [];

  /** `file`: where it is written to, as it was given. Addresses are relative to its folder. */
  constructor(file: string) {
    this.#file = file;
  }

  /** The lines of one file. */
  add(lines: readonly ResultLine[]): void {
    const [first] = lines;
    if (first === undefined) return;
    const files = lines.flatMap((line) =>
      line.status === "failed" || line.outputPath === null ? [] : [{ ...line.output, path: this.#addressOf(line.outputPath) }],
    );
    this.#sources.push({ path: first.path, files });
  }

  /** Writes the page, in the order of the paths; nothing where no image has several files. Gives whether there was one. */
  async write(): Promise<boolean> {
    const page = pictureSnippetsPage(this.#sources.sort((a, b) => (a.path < b.path ? -1 : 1)));
    if (page !== null) await writeFile(this.#file, page);
    return page !== null;
  }

  #addressOf(outputPath: string): string {
    return relative(dirname(resolve(this.#file)), resolve(outputPath))
      .split(sep)
      .join("/");
  }
}
