import { fileSize } from "../../lib/fileSize.ts";

/** Files from this size on are sent resumable, in bytes: below it a whole repetition costs less than the extra requests. */
const resumableFromBytes = 8_000_000;

export const isResumable = (file: File): boolean => fileSize(file) >= resumableFromBytes;
