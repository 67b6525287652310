import { failure } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { failureInBody, failureOf, isWorthRetrying } from "./failureOf.ts";

describe("failureOf", () => {
  it("takes the service's own failure", () => {
    const known = failure("tooManyFiles", { limit: 5 });
    expect(failureOf({ data: { code: "PAYLOAD_TOO_LARGE", failure: known } })).toEqual(known);
  });
  it.each([
    [new Error("fetch failed"), "unavailable"],
    [null, "unavailable"],
    [{ data: { code: "UNAUTHORIZED", failure: null } }, "accessTokenRequired"],
    [{ data: { code: "NOT_FOUND", failure: null } }, "notFound"],
    [{ data: { code: "INTERNAL_SERVER_ERROR", failure: null } }, "internal"],
    [{ data: { code: "BAD_REQUEST", failure: { code: "invented", message: "?" } } }, "internal"],
  ])("%j is %s", (error, code) => expect(failureOf(error).code).toBe(code));
  it("repeats what may pass, and nothing else", () => {
    expect(isWorthRetrying(new Error("fetch failed"))).toBe(true);
    expect(isWorthRetrying({ data: { code: "NOT_FOUND" } })).toBe(false);
  });
});

describe("failureInBody", () => {
  it("reads the error of an HTTP answer", () => {
    const body = JSON.stringify({ error: { code: "jobSealed", message: "No more.", retryable: false } });
    expect(failureInBody(body)).toEqual({ code: "jobSealed", message: "No more." });
  });
  it.each(["", "<html>", "{}", '{"error":{"code":"nope","message":"x"}}'])("finds nothing in %j", (body) => {
    expect(failureInBody(body)).toBeNull();
  });
});
