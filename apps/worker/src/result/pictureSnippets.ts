import { isDelivered, type OutputView, type PictureFile, pictureSnippet, type TaskView } from "@pixelmill/core";
import { escapeHtml } from "../report/html/escape.ts";

/** A source image and the files that were made of it. */
export interface PictureSource {
  readonly path: string;
  readonly files: readonly PictureFile[];
}

/** The files of a task, as they lie in a ZIP or below a folder. */
export const pictureSourceOf = ({ path, outputs }: Pick<TaskView, "path" | "outputs">): PictureSource => ({
  path,
  files: outputs.flatMap(pictureFile),
});

function pictureFile({ result, path }: OutputView): PictureFile[] {
  return path === null || !isDelivered(result) ? [] : [{ path, ...result.output }];
}

const head = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pictures</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
img { max-width: 100%; height: auto; }
</style>
</head>
<body>
`;

/**
 * A page with the HTML of every image of which there are several files to choose from, to be copied from its source; opened beside the
 * files it shows them. Null where there is none.
 */
export function pictureSnippetsPage(sources: Iterable<PictureSource>): string | null {
  const parts: string[] = [];
  for (const { path, files } of sources) {
    const snippet = pictureSnippet(files);
    if (snippet !== null) parts.push(`<h2>${escapeHtml(path)}</h2>\n${snippet}\n`);
  }
  return parts.length === 0 ? null : `${head}\n${parts.join("\n")}\n</body>\n</html>\n`;
}
