import { expect, it } from "vitest";
import { endToEndHeaders } from "./headers.ts";

it("passes names, order, case and repetitions on as they came", () => {
  const raw = ["Host", "pixel.lan:3000", "Set-Cookie", "a=1", "Set-Cookie", "b=2", "X-Odd", ""];
  expect(endToEndHeaders(raw)).toEqual(raw);
});

it("keeps back what belongs to one connection, and what Connection names", () => {
  const raw = [
    "Connection",
    "keep-alive, X-Mine",
    "Keep-Alive",
    "timeout=5",
    "X-Mine",
    "1",
    "Transfer-Encoding",
    "chunked",
    "Upgrade",
    "h2c",
    "TE",
    "x",
    "Expect",
    "100-continue",
    "Accept",
    "*/*",
  ];
  expect(endToEndHeaders(raw)).toEqual(["Accept", "*/*"]);
});
