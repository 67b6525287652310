import { describe, expect, it } from "vitest";
import { ChangeBell } from "./changeBell.ts";

const jobId = "0".repeat(32);

describe("the bell of changes", () => {
  it("wakes who waits, and who was busy when it rang", async () => {
    const bell = new ChangeBell();
    const listener = bell.listen(jobId, new AbortController().signal);
    bell.ring(jobId);
    expect(await listener.next()).toBe(true);
    const waiting = listener.next();
    bell.ring(jobId);
    expect(await waiting).toBe(true);
  });

  it("keeps nothing of those who have left, when they left before they listened no more than after", async () => {
    const bell = new ChangeBell();
    const leaving = new AbortController();
    const early = bell.listen(jobId, leaving.signal);
    expect(bell.listeners).toBe(1);
    leaving.abort();
    const late = bell.listen(jobId, leaving.signal);
    expect(await Promise.all([early.next(), late.next()])).toEqual([false, false]);
    expect(bell.listeners).toBe(0);
  });
});
