import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { type Edit, guardNames, guards } from "./guards.ts";

/*
 * Loaded before a server's own modules (`node --import`): changes their text as it is loaded, so that this process can do without one guard
 * at a time, the one whose name is in the file TAKEN_OUT. No file of the program changes, and the program has no such switch.
 */
const file = process.env.TAKEN_OUT ?? "";

Object.assign(globalThis, { isTakenOut: (guard: string) => readFileSync(file, "utf8") === guard });

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const wanted = guardNames.flatMap((guard) =>
      guards[guard].filter((edit) => url.endsWith(`/${edit.file}`)).map((edit) => ({ ...edit, guard })),
    );
    return wanted.length === 0 ? loaded : { ...loaded, source: wanted.reduce(edited, textOf(loaded.source)) };
  },
});

function edited(text: string, { file, find, put, guard }: Edit & { readonly guard: string }): string {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`${file} holds ${parts.length - 1} times: ${find}`);
  return parts.join(put.replaceAll("OUT", `globalThis.isTakenOut(${JSON.stringify(guard)})`));
}

const textOf = (source: unknown): string =>
  typeof source === "string" ? source : Buffer.from(source as Uint8Array).toString("utf8");
