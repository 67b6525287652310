import { type Failure, failureText } from "@pixelmill/core";
import type { Translate } from "./words.ts";

/** What a page says of a failure, with the messages that it was sent. */
export const pageFailureText = (failure: Failure, t: Translate): string =>
  failureText(failure, {
    error: (code, values) => t(`errors.${code}`, values),
    unreadKind: (kind) => t(`core.unreadKinds.${kind}`),
    codecWish: (wish) => t(`core.codecWishes.${wish}`),
  });
