import { afterAll, beforeAll, describe, test } from "vitest";
import { setUpSharp } from "./setUpSharp.ts";
import { makeTestDesk, type TestDesk } from "./testing/desk.ts";
import { titleOf } from "./testing/matrix/axes.ts";
import { checkCase } from "./testing/matrix/check.ts";
import { fullProduct } from "./testing/matrix/fullProduct.ts";

let desk: TestDesk;

beforeAll(async () => {
  setUpSharp();
  desk = await makeTestDesk();
});

afterAll(() => desk.remove());

describe.each(fullProduct())("$kind.name", ({ cases }) => {
  test.each(cases.map((each) => [titleOf(each), each] as const))("%s", (_, each) => checkCase(desk, each));
});
