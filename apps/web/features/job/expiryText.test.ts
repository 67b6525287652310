import { expect, it } from "vitest";
import { wordsIn } from "../../lib/i18n/wordsIn.ts";
import { expiryText } from "./expiryText.ts";

const { t } = wordsIn("en");

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

it.each([
  [7 * day, "Deleted in 7 days"],
  [2 * day, "Deleted in 2 days"],
  [7 * day - 1, "Deleted in 7 days"],
  [6.4 * day, "Deleted in 6 days"],
  [2 * day - 1, "Deleted in 48 hours"],
  [2 * hour, "Deleted in 2 hours"],
  [2 * hour - 1, "Deleted in 120 minutes"],
  [2 * minute, "Deleted in 2 minutes"],
  [2 * minute - 1, "Deleted any moment"],
  [-day, "Deleted any moment"],
])("a job with %d ms left says %j", (left, words) => expect(expiryText(1e12 + left, 1e12, t)).toBe(words));
