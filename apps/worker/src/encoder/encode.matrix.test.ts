import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { axes, fit, titleOf } from "./testing/matrix/axes.ts";
import { checkCase } from "./testing/matrix/check.ts";
import { pairwise } from "./testing/matrix/pairwise.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

const cases = pairwise(axes, fit);

describe("any two of kind, output, size and every option together", () => {
  test.each(cases.map((each) => [titleOf(each), each] as const))("%s", (_, each) => checkCase(desk, each));

  test("hold every kind of source against every output", () => {
    const met = new Set(cases.map(({ kind, target }) => `${kind.name} to ${target}`));
    for (const kind of axes.kind) for (const target of kind.targets) expect(met).toContain(`${kind.name} to ${target}`);
  });
});
