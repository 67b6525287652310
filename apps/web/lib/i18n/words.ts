import type { Failure } from "@pixelmill/core";
import type { useTranslations } from "use-intl";
import type { Formats } from "../format.ts";
import type { Locale } from "./locales.ts";
import type { Messages } from "./messages.ts";

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

/** A message by its key, "job.loading", its placeholders filled in. The compiler knows the keys, and what each asks for. */
export type Translate = ReturnType<typeof useTranslations<never>>;

/** All that is needed to say something in one language. */
export interface Words {
  readonly t: Translate;
  /** Numbers, bytes, times and lists. */
  readonly formats: Formats;
  /** What is said of an expected failure. */
  readonly failure: (failure: Failure) => string;
}
