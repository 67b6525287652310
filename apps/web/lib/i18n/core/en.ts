import {
  chromaTexts,
  codecWishTexts,
  colourTexts,
  contradictionTexts,
  effortTexts,
  keptReasonTexts,
  metadataTexts,
  presets,
  reusedText,
  scoreLooks,
  unreadKindTexts,
  warningTexts,
} from "@pixelmill/core";

const { fast, balanced, smallest, lossless, web } = presets;

/** What core has words for, which scripts and the command line say too. */
export const en = {
  presets: {
    fast: { label: fast.label, help: fast.help },
    balanced: { label: balanced.label, help: balanced.help },
    smallest: { label: smallest.label, help: smallest.help },
    lossless: { label: lossless.label, help: lossless.help },
    web: { label: web.label, help: web.help },
  },
  effort: effortTexts,
  chroma: chromaTexts,
  metadata: metadataTexts,
  colour: colourTexts,
  warnings: warningTexts,
  keptReasons: keptReasonTexts,
  unreadKinds: unreadKindTexts,
  codecWishes: codecWishTexts,
  reused: reusedText,
  scoreLooks,
  contradictions: contradictionTexts,
} as const;
