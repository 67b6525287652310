import { expect, it } from "vitest";
import { inNaturalOrder } from "./naturalOrder.ts";

const order = (...paths: string[]) => inNaturalOrder(paths, (path) => path);

it("counts as people do", () =>
  expect(order("img10.png", "img9.png", "img1.png")).toEqual(["img1.png", "img9.png", "img10.png"]));
it("ignores case", () => expect(order("b", "A", "C", "a")).toEqual(["A", "a", "b", "C"]));
it("keeps a folder together", () => expect(order("b/1", "a/2", "b/0", "a/1")).toEqual(["a/1", "a/2", "b/0", "b/1"]));
it("takes numbers of any length", () => {
  const long = "9".repeat(40);
  expect(order(`${long}1`, long, "5")).toEqual(["5", long, `${long}1`]);
});
