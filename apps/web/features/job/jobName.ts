import { firstInNaturalOrder } from "../../lib/naturalOrder.ts";
import { jobMessages as text } from "./messages.ts";

/** What to call a job by its files' paths: their folder, or the first of several folders and files. Null without any. */
export function jobNameOf(paths: Iterable<string>): string | null {
  const tops = new Set<string>();
  for (const path of paths) tops.add(topOf(path));
  const first = firstInNaturalOrder(tops);
  return first === null ? null : text.name(first, tops.size - 1);
}

function topOf(path: string): string {
  const end = path.indexOf("/");
  return end === -1 ? path : path.slice(0, end);
}
