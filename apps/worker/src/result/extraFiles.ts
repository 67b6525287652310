import { fail, failure, ok, type Result, type TaskView } from "@pixelmill/core";
import * as z from "zod";
import { manifestCsv, manifestJson } from "./manifest.ts";
import { pictureSnippetsPage, pictureSourceOf } from "./pictureSnippets.ts";

/** A file about the results of a job. */
export interface ExtraFile {
  readonly name: string;
  readonly text: string;
}

/** The files that there are, each made of a job's tasks; null where there is nothing to say. */
export const extraFiles = {
  "manifest.csv": { mimeType: "text/csv; charset=utf-8", make: manifestCsv },
  "manifest.json": { mimeType: "application/json; charset=utf-8", make: manifestJson },
  "pictures.html": {
    mimeType: "text/html; charset=utf-8",
    make: (tasks: readonly TaskView[]) => pictureSnippetsPage(tasks.map(pictureSourceOf)),
  },
} as const satisfies Record<string, { readonly mimeType: string; readonly make: (tasks: readonly TaskView[]) => string | null }>;

export type ExtraFileName = keyof typeof extraFiles;

const request = z.object({ manifest: z.enum(["1", "csv", "json"]).optional(), pictures: z.literal("1").optional() });

/** The extra files that a query asks for: `manifest=csv` (`1` says the same) or `json`, `pictures=1`. */
export function wantedExtras(query: URLSearchParams): Result<readonly ExtraFileName[]> {
  const asked = request.safeParse(Object.fromEntries(query));
  if (!asked.success) return fail(failure("invalidRequest", { reason: z.prettifyError(asked.error) }));
  const { manifest, pictures } = asked.data;
  return ok([
    ...(manifest === undefined ? [] : [manifest === "json" ? ("manifest.json" as const) : ("manifest.csv" as const)]),
    ...(pictures === undefined ? [] : ["pictures.html" as const]),
  ]);
}

/** The wanted files, under names that no delivered file has. */
export function makeExtras(
  names: readonly ExtraFileName[],
  tasks: readonly TaskView[],
  taken: ReadonlySet<string>,
): readonly ExtraFile[] {
  return names.flatMap((name) => {
    const text = extraFiles[name].make(tasks);
    return text === null ? [] : [{ name: freeName(name, taken), text }];
  });
}

/** A name that no delivered file has. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const [stem, extension] = name.split(".");
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${stem} (${number}).${extension}`;
  return free;
}
