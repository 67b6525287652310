import { expect, it } from "vitest";
import { requestLocale } from "../../server/requestLocale.ts";
import { preferredLocale } from "./preferredLocale.ts";

it.each([
  [undefined, undefined, "en"],
  [undefined, "de-AT,de;q=0.9,en;q=0.5", "de"],
  [undefined, "fr-FR,es-MX;q=0.8,de;q=0.7", "es"],
  [undefined, "fr,it", "en"],
  [undefined, "de;q=0,en;q=0.1", "en"],
  [undefined, "*", "en"],
  [undefined, ";;;", "en"],
  ["es", "de", "es"],
  ["fr", "de", "de"],
])("whoever chose %s and asks for %s gets %s", (chosen, asked, locale) => expect(preferredLocale(chosen, asked)).toBe(locale));

it("the front door reads the same choice out of the request", () => {
  const headers = { cookie: "a=1; pixelmill.locale=de;b=2", "accept-language": "es" };
  expect(requestLocale({ headers })).toBe("de");
  expect(requestLocale({ headers: { ...headers, cookie: "a=1" } })).toBe("es");
});
