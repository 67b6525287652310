/** What a file is that can't be read, in the words of a sentence that starts with "This is". */
export const unreadKindTexts = {
  photoshop: "a Photoshop document",
  gimp: "a GIMP document",
  postScript: "a PostScript drawing",
  pdf: "a PDF document",
  jpeg2000: "a JPEG 2000 image",
  jpegXr: "a JPEG XR image",
  rawPhoto: "a camera's raw photo",
  openExr: "an OpenEXR image",
  radiance: "a Radiance HDR image",
  netpbm: "a Netpbm image",
  directDraw: "a DirectDraw texture",
  appleIcon: "an Apple icon",
  qoi: "a QOI image",
  sound: "a sound recording",
  video: "a video",
  zip: "a ZIP archive, or a document that is one",
  archive: "a compressed archive",
  webPage: "a web page",
  text: "a text",
  unknown: "no image that Pixelmill knows",
  bmpWithoutAddon: "a BMP image, which takes the native addon to read, and this Pixelmill runs without it",
  icoWithoutAddon: "an ICO image, which takes the native addon to read, and this Pixelmill runs without it",
  jxlWithoutAddon: "a JPEG XL image, which takes the native addon to read, and this Pixelmill runs without it",
} as const;

export type UnreadKind = keyof typeof unreadKindTexts;
