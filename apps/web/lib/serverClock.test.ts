import { expect, it } from "vitest";
import { noteServerTime, serverNow } from "./serverClock.ts";

it("follows a server whose clock differs, ignores what a header's seconds cannot tell", () => {
  const now = Date.now();
  noteServerTime(new Date(now + 3_600_000).toUTCString(), now);
  expect(serverNow() - Date.now()).toBeGreaterThan(3_500_000);
  noteServerTime(null, now);
  expect(serverNow() - Date.now()).toBeGreaterThan(3_500_000);
  noteServerTime(new Date(now + 900).toUTCString(), now);
  expect(Math.abs(serverNow() - Date.now())).toBeLessThan(1000);
});
