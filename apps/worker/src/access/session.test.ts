import { describe, expect, it } from "vitest";
import { createSessions } from "./session.ts";

const sessions = createSessions(Buffer.from("key"));
const pairOf = (cookie: string) => cookie.split(";")[0] ?? "";

describe("a session cookie", () => {
  it("carries the owner it was issued for", () => {
    const owner = "0123456789abcdef0123456789abcdef";
    expect(sessions.verify(pairOf(sessions.issue(owner)))).toBe(owner);
    expect(sessions.verify(`a=1; ${pairOf(sessions.issue(owner))}; b=2`)).toBe(owner);
  });

  it("is for a new owner each time", () => {
    expect(sessions.verify(pairOf(sessions.issue()))).not.toBe(sessions.verify(pairOf(sessions.issue())));
  });

  it("can be read by no script and is sent by no other site", () => {
    expect(sessions.issue()).toMatch(/; HttpOnly; SameSite=Strict$/);
  });

  it("is worth nothing once it is changed, or under another key", () => {
    const cookie = pairOf(sessions.issue("0".repeat(32)));
    expect(sessions.verify(cookie.replace("=0", "=1"))).toBeNull();
    expect(sessions.verify(cookie.slice(0, -1))).toBeNull();
    expect(sessions.verify(`${cookie}0`)).toBeNull();
    expect(createSessions(Buffer.from("other")).verify(cookie)).toBeNull();
  });

  it.each([undefined, "", "pixelmill_session", "pixelmill_session=", "other=1", "pixelmill_session=local.x"])(
    "is not found in %j",
    (header) => {
      expect(sessions.verify(header)).toBeNull();
    },
  );
});
