import { isResumable } from "./resumable.ts";
import { sendLarge } from "./sendLarge.ts";
import { sendSmall } from "./sendSmall.ts";
import type { SendFile } from "./uploadState.ts";

export const sendFile: SendFile = (item, options) =>
  isResumable(item.file) ? sendLarge(item, options) : sendSmall(item, options);
