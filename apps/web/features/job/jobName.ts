import type { Translate } from "../../lib/i18n/words.ts";
import { firstInNaturalOrder } from "../../lib/naturalOrder.ts";

/** What to call a job by its files' paths: their folder, or the first of several folders and files. Null without any. */
export function jobNameOf(paths: Iterable<string>, t: Translate): string | null {
  const tops = new Set<string>();
  for (const path of paths) tops.add(topOf(path));
  const first = firstInNaturalOrder(tops);
  return first === null ? null : t("job.name", { first, others: tops.size - 1 });
}

function topOf(path: string): string {
  const end = path.indexOf("/");
  return end === -1 ? path : path.slice(0, end);
}
