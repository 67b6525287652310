import { expect, it, vi } from "vitest";
import { Uses } from "./uses.ts";

it("a job is in use until the last of its requests has ended", () => {
  const uses = new Uses();
  const [first, second] = [uses.begin("a"), uses.begin("a")];
  uses.begin("b")();
  expect([uses.isUsed("a"), uses.isUsed("b")]).toEqual([true, false]);
  first();
  expect(uses.isUsed("a")).toBe(true);
  second();
  expect(uses.isUsed("a")).toBe(false);
});

it("a job in use is not deleted, nor is one twice at once", async () => {
  const uses = new Uses();
  const end = uses.begin("a");
  const deletion = vi.fn(async () => {});
  expect(await uses.expire("a", deletion)).toBe(false);
  expect(deletion).not.toHaveBeenCalled();
  end();
  const outcomes = await Promise.all([uses.expire("a", deletion), uses.expire("a", deletion)]);
  expect(outcomes).toEqual([true, false]);
  expect(deletion).toHaveBeenCalledTimes(1);
});

it("a job is barred while it is deleted, and no longer where that fails", async () => {
  const uses = new Uses();
  const whileDeleted = async () => {
    expect(uses.isExpiring("a")).toBe(true);
    throw new Error("no room");
  };
  await expect(uses.expire("a", whileDeleted)).rejects.toThrow("no room");
  expect(uses.isExpiring("a")).toBe(false);
});
