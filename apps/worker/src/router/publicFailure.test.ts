import { failure } from "@pixelmill/core";
import { TRPCError } from "@trpc/server";
import { expect, it } from "vitest";
import * as z from "zod";
import { FailureError } from "./failureError.ts";
import { publicFailure } from "./publicFailure.ts";

it("tells an expected failure as it is", () => {
  const cause = new FailureError(failure("jobSealed"));
  expect(publicFailure(new TRPCError({ code: "CONFLICT", cause }))).toEqual(failure("jobSealed"));
});

it("tells every problem of an invalid request", () => {
  const cause = z.object({ jobId: z.string(), limit: z.int() }).safeParse({ jobId: 1, limit: "x" }).error;
  const { code, message } = publicFailure(new TRPCError({ code: "BAD_REQUEST", cause }));
  expect(code).toBe("invalidRequest");
  expect(message).toMatch(/jobId[\s\S]*limit/);
});

it.each([
  ["INTERNAL_SERVER_ERROR", "internal"],
  ["NOT_FOUND", "notFound"],
  ["METHOD_NOT_SUPPORTED", "invalidRequest"],
] as const)("tells nothing of what %s was caused by", (code, expected) => {
  const cause = new Error("ENOENT: no such file or directory, open '/srv/secret'");
  const shown = publicFailure(new TRPCError({ code, message: cause.message, cause }));
  expect(shown.code).toBe(expected);
  expect(JSON.stringify(shown)).not.toContain("secret");
});
