import { expect, it } from "vitest";
import { attachment } from "./contentDisposition.ts";

it.each([
  ["photo.webp", `attachment; filename="photo.webp"; filename*=UTF-8''photo.webp`],
  ["a/b/photo.webp", `attachment; filename="photo.webp"; filename*=UTF-8''photo.webp`],
  ["Käse.webp", `attachment; filename="K_se.webp"; filename*=UTF-8''K%C3%A4se.webp`],
  ['a"b\\c%.jpg', `attachment; filename="a_b_c_.jpg"; filename*=UTF-8''a%22b%5Cc%25.jpg`],
  ["it's (1)*.jpg", `attachment; filename="it's (1)*.jpg"; filename*=UTF-8''it%27s%20%281%29%2A.jpg`],
  ["a\r\nX-Evil: 1", `attachment; filename="a__X-Evil: 1"; filename*=UTF-8''a%0D%0AX-Evil%3A%201`],
  ["\ud800.jpg", `attachment; filename="_.jpg"; filename*=UTF-8''%EF%BF%BD.jpg`],
])("of %j is %s", (path, header) => {
  expect(attachment(path)).toBe(header);
});
