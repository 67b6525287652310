import { sendLarge } from "./sendLarge.ts";
import { sendSmall } from "./sendSmall.ts";
import type { SendFile } from "./uploadState.ts";

/** Files from this size on are sent resumable, in bytes: below it a whole repetition costs less than the extra requests. */
const resumableFromBytes = 8_000_000;

export const sendFile: SendFile = (item, options) =>
  item.file.size < resumableFromBytes ? sendSmall(item, options) : sendLarge(item, options);
