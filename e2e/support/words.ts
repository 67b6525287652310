import { wordsIn } from "../../apps/web/lib/i18n/wordsIn.ts";

/** The words of the pages, as visitors see them whose browser asks for English. */
export const { t, formats } = wordsIn("en");
