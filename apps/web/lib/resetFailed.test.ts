import { expect, it } from "vitest";
import { resetFailed } from "./resetFailed.ts";

it("resets what failed and nothing else", () => {
  const reset: string[] = [];
  const request = (name: string, isError: boolean) => ({ isError, reset: () => void reset.push(name) });
  resetFailed(request("failed", true), request("underway", false), request("failed too", true));
  expect(reset).toEqual(["failed", "failed too"]);
});
