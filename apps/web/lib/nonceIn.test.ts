import { expect, it } from "vitest";
import { nonceIn } from "./nonceIn.ts";

it("finds the nonce of a policy, and none where there is none", () => {
  expect(nonceIn("default-src 'none'; script-src 'self' 'nonce-aB3+/=='; style-src 'self'")).toBe("aB3+/==");
  expect([nonceIn("script-src 'self'"), nonceIn(null)]).toEqual([undefined, undefined]);
});
