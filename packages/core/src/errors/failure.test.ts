import { describe, expect, it } from "vitest";
import { errorCodes, errorTable } from "./errorTable.ts";
import { failure, failureValues } from "./failure.ts";

const placeholders = (message: string): string[] => [...message.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

describe("the values of a failure", () => {
  it.each(errorCodes)("are read out of the message of %s", (code) => {
    const values = Object.fromEntries(placeholders(errorTable[code].message).map((name) => [name, `a (${name}).`]));
    const { message } = (failure as (code: string, values: object) => { readonly message: string })(code, values);
    expect(failureValues({ code, message })).toEqual(values);
  });

  it("may go over several lines", () => {
    const reason = "✖ Too small\n  → at outputs[0]";
    expect(failureValues(failure("invalidRequest", { reason }))).toEqual({ reason });
  });

  it("are none of a message that is worded otherwise", () => {
    expect(failureValues({ code: "fileTooLarge", message: "The file is too large." })).toBeNull();
  });
});
