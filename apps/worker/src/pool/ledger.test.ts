import { expect, test } from "vitest";
import { Ledger } from "./ledger.ts";

function ledgerOf(...taskIds: readonly string[]): Ledger {
  const ledger = new Ledger();
  for (const taskId of taskIds) ledger.assign(taskId, 1000);
  return ledger;
}

test("a task that begins after another has ended ran alone", () => {
  const ledger = ledgerOf("a", "b");
  expect(ledger.begin("a")).toEqual({ alone: true, deadlineMs: 1000 });
  expect(ledger.end("a")).toEqual({ alone: true });
  expect(ledger.begin("b")).toEqual({ alone: true, deadlineMs: 1000 });
});

test("of tasks that overlap none ran alone, whichever began first", () => {
  const ledger = ledgerOf("a", "b");
  ledger.begin("a");
  expect(ledger.begin("b")).toEqual({ alone: false, deadlineMs: 1000 });
  expect(ledger.end("b")).toEqual({ alone: false });
  expect(ledger.end("a")).toEqual({ alone: false });
});

test("a task begins once and ends once, and only where it was assigned", () => {
  const ledger = ledgerOf("a");
  expect(ledger.begin("x")).toBeNull();
  expect(ledger.end("x")).toBeNull();
  ledger.begin("a");
  expect(ledger.begin("a")).toBeNull();
  ledger.end("a");
  expect(ledger.end("a")).toBeNull();
  expect(ledger.ended).toBe(1);
});

test("only unbegun tasks are recalled", () => {
  const ledger = ledgerOf("a", "b", "c");
  ledger.begin("a");
  expect(ledger.recall(["a", "c", "x"])).toEqual(["c"]);
  expect(ledger.begin("c")).toBeNull();
  expect([ledger.has("a"), ledger.has("b"), ledger.has("c")]).toEqual([true, true, false]);
});

test("it is idle with nothing pending and nothing running", () => {
  const ledger = ledgerOf();
  expect(ledger.isIdle).toBe(true);
  ledger.assign("a", 1);
  expect(ledger.isIdle).toBe(false);
  ledger.begin("a");
  expect([ledger.isIdle, ledger.isRunning("a")]).toEqual([false, true]);
  ledger.end("a");
  expect([ledger.isIdle, ledger.isRunning("a")]).toEqual([true, false]);
});

test("a task that never began can end: its source did not reach the desk", () => {
  expect(ledgerOf("a").end("a")).toEqual({ alone: false });
});
