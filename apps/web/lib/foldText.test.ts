import { expect, it } from "vitest";
import { foldText } from "./foldText.ts";

it.each([
  ["accents apart from their letters", "Urlaub/Mu\u0308nchen.jpg", "urlaub/münchen.jpg"],
  ["Hangul syllables apart", "\u1112\u1161\u11ab.jpg", "한.jpg"],
  ["capitals", "ÉTÉ/ÑANDÚ.png", "été/ñandú.png"],
  ["sharp s", "STRASSE STRAẞE.jpg", "straße strasse.jpg"],
  ["a Greek word's end", "ΟΔΟΣ.jpg", "οδος.jpg"],
  ["a Greek word's middle", "ΟΔΟΣ.jpg", "οδοσ.jpg"],
  ["Turkish letters", "İSTANBUL ILICA.jpg", "istanbul ılıca.jpg"],
  ["Cyrillic", "ЁЛКА.jpg", "ёлка.jpg"],
])("makes %s alike", (_, one, other) => {
  expect(foldText(one)).toBe(foldText(other));
});

it("keeps letters with other accents apart", () => {
  expect(foldText("schon")).not.toBe(foldText("schön"));
});
