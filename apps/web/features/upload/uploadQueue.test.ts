import { type Failure, fail, failure, type Id, ok, type Result } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { UploadQueue } from "./uploadQueue.ts";
import type { SendOptions, UploadItem, UploadState } from "./uploadState.ts";

const job = "0".repeat(32);
const item = (number: number, jobId: Id = job): UploadItem => ({
  jobId,
  taskId: number.toString(16).padStart(32, "0"),
  path: `${number}.jpg`,
  file: new File(["x"], `${number}.jpg`),
});

interface Sending extends SendOptions {
  readonly item: UploadItem;
  readonly end: (result: Result<null>) => Promise<void>;
}

/** A queue whose sends the test ends by hand, and whose waits take no time. */
function setUp({ concurrency }: { concurrency?: number } = {}) {
  const sending: Sending[] = [];
  const states: [string, UploadState][] = [];
  const waits: number[] = [];
  const queue = new UploadQueue({
    ...(concurrency === undefined ? {} : { concurrency }),
    send: (sent, options) =>
      new Promise((resolve) => {
        const end = async (result: Result<null>) => {
          sending.splice(sending.indexOf(entry), 1);
          resolve(result);
          await new Promise((settled) => setTimeout(settled));
        };
        const entry: Sending = { item: sent, ...options, end };
        sending.push(entry);
      }),
    onState: ({ path }, state) => states.push([path, state]),
    wait: async (ms) => {
      waits.push(ms);
    },
  });
  const first = (): Sending => {
    const entry = sending[0];
    if (!entry) throw new Error("nothing is being sent");
    return entry;
  };
  return { queue, sending, states, waits, first };
}

const paths = (sending: readonly Sending[]) => sending.map((entry) => entry.item.path);
const kinds = (states: readonly [string, UploadState][]) => states.map(([, { kind }]) => kind);

describe("UploadQueue", () => {
  it("sends four at once, in order, and the next when one has ended", async () => {
    const { queue, sending, first } = setUp();
    queue.add(Array.from({ length: 6 }, (_, i) => item(i)));
    expect(paths(sending)).toEqual(["0.jpg", "1.jpg", "2.jpg", "3.jpg"]);
    await first().end(ok(null));
    expect(paths(sending)).toEqual(["1.jpg", "2.jpg", "3.jpg", "4.jpg"]);
  });

  it("tells of every state on the way", async () => {
    const { queue, states, first } = setUp();
    queue.add([item(1)]);
    first().onProgress(1);
    await first().end(ok(null));
    expect(states.map(([, state]) => state)).toEqual([
      { kind: "waiting" },
      { kind: "sending", sentBytes: 0 },
      { kind: "sending", sentBytes: 1 },
      { kind: "sent" },
    ]);
  });

  it("repeats for as long as the service is away, waiting longer each time", async () => {
    const { queue, states, waits, first } = setUp();
    queue.add([item(1)]);
    for (let i = 0; i < 8; i += 1) await first().end(fail(failure("unavailable")));
    await first().end(ok(null));
    expect(kinds(states).at(-1)).toBe("sent");
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it.each<Failure>([failure("storageFull"), failure("accessTokenRequired")])(
    "waits until someone acts on $code",
    async (error) => {
      const { queue, states, first } = setUp();
      queue.add([item(1)]);
      for (let i = 0; i < 8; i += 1) await first().end(fail(error));
      expect(kinds(states)).not.toContain("failed");
    },
  );

  it("gives up on an unknown trouble after five times", async () => {
    const { queue, sending, states, first } = setUp();
    queue.add([item(1)]);
    for (let i = 0; i < 5; i += 1) await first().end(fail(failure("internal")));
    expect(states.at(-1)?.[1]).toEqual({ kind: "failed", failure: failure("internal") });
    expect(sending).toHaveLength(0);
  });

  it("does not repeat what can never succeed, and goes on with the rest", async () => {
    const { queue, sending, states, first } = setUp({ concurrency: 1 });
    queue.add([item(1), item(2)]);
    await first().end(fail(failure("jobSealed")));
    expect(states.filter(([path]) => path === "1.jpg").at(-1)?.[1].kind).toBe("failed");
    expect(paths(sending)).toEqual(["2.jpg"]);
  });

  it("cuts and forgets a cancelled job's files, and keeps another's", async () => {
    const other = "f".repeat(32);
    const { queue, sending, states } = setUp({ concurrency: 1 });
    queue.add([item(1), item(2), item(3, other)]);
    const cut = sending[0];
    queue.cancel(job);
    expect(cut?.signal.aborted).toBe(true);
    const before = states.length;
    await cut?.end(fail(failure("unavailable")));
    expect(paths(sending)).toEqual(["3.jpg"]);
    expect(states.slice(before).map(([path]) => path)).toEqual(["3.jpg"]);
  });
});
