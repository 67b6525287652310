import { loadNative } from "./loadNative.ts";

const loaded = loadNative(process.env.PIXELMILL_NATIVE);

/** The implementation this process loaded, chosen once at the first import. */
export const native = loaded.native;

/** Which one it is and, for the portable one, why the addon is missing, in words for the user. */
export const nativeStatus = loaded.status;
