import type { Id } from "@pixelmill/core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DraftJob } from "./draftJob.ts";
import { storage } from "./testing/storage.ts";
import { Uploads } from "./uploads.ts";

const [first, second] = ["a".repeat(32), "b".repeat(32)] as [Id, Id];
const fileOf = (name: string, content = "12345") => new File([content], name);
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("the draft", () => {
  beforeEach(() => {
    vi.unstubAllGlobals();
    vi.stubGlobal("localStorage", storage());
  });

  function setUp(create?: () => Promise<{ readonly id: Id }>) {
    const ids = [first, second];
    const [deleted, sealed, sent]: [Id[], Id[], string[]] = [[], [], []];
    const uploads = new Uploads({
      intervalMs: 0,
      seal: (jobId) => sealed.push(jobId),
      send: async ({ path }) => {
        sent.push(path);
        return { ok: true, value: null };
      },
    });
    const made = vi.fn(create ?? (async () => ({ id: ids.shift() ?? "" })));
    const service = { create: made, delete: async (jobId: Id) => deleted.push(jobId), wait: async () => {} };
    return { draft: new DraftJob(service, uploads), uploads, made, deleted, sealed, sent };
  }

  it("is made on the server with its first file, gets all of them at once, and is not sealed", async () => {
    const { draft, made, sealed, sent } = setUp();
    draft.picker.addInput([fileOf("a.jpg")]);
    draft.picker.addInput([fileOf("b.jpg")]);
    await settled();
    draft.picker.addInput([fileOf("c.jpg")]);
    await settled();
    expect([made.mock.calls.length, sent, sealed]).toEqual([1, ["a.jpg", "b.jpg", "c.jpg"], []]);
    expect(draft.state()).toMatchObject({ jobId: first, waiting: [], additions: 3 });
  });

  it("is sealed once it was started and its files have ended", async () => {
    const { draft, uploads, sealed } = setUp();
    draft.picker.addInput([fileOf("a.jpg")]);
    await settled();
    uploads.release(first);
    draft.left();
    expect(sealed).toEqual([first]);
    expect(draft.state().jobId).toBeNull();
    draft.picker.addInput([fileOf("a.jpg")]);
    await settled();
    expect(draft.state().jobId).toBe(second);
  });

  it("takes nothing twice: what is here, on its way, or on the server", async () => {
    const { draft, sent } = setUp();
    draft.picker.addInput([fileOf("a.jpg"), fileOf("a.jpg"), fileOf("a.jpg", "another one")]);
    draft.picker.addInput([fileOf("a.jpg")]);
    await settled();
    draft.shows(new Map([["t", { path: "there.jpg", sourceBytes: 5 } as never]]));
    draft.picker.addInput([fileOf("there.jpg"), fileOf("a.jpg")]);
    await settled();
    expect(sent).toEqual(["a.jpg", "a.jpg"]);
    expect(draft.picker.state().duplicates).toEqual(["a.jpg", "a.jpg", "a.jpg", "there.jpg"]);
  });

  it("is found again by the next page", async () => {
    const before = setUp();
    before.draft.picker.addInput([fileOf("a.jpg")]);
    await settled();
    const after = setUp();
    after.draft.restore();
    expect(after.draft.state()).toMatchObject({ jobId: first, additions: 0 });
    after.draft.picker.addInput([fileOf("b.jpg")]);
    await settled();
    expect([after.made.mock.calls, after.sent]).toEqual([[], ["b.jpg"]]);
  });

  it("waits for a service that does not answer, and says so", async () => {
    let answers = 0;
    const { draft, sent } = setUp(async () => {
      answers += 1;
      if (answers < 3) throw new TypeError("Failed to fetch");
      return { id: first };
    });
    const said = new Set<string | undefined>();
    draft.subscribe(() => said.add(draft.state().failure?.code));
    draft.picker.addInput([fileOf("a.jpg")]);
    await vi.waitFor(() => expect(sent).toEqual(["a.jpg"]));
    expect(said).toContain("unavailable");
    expect(draft.state().failure).toBeNull();
  });

  it("says why it can't be made, keeps its files, and tries again when asked to", async () => {
    let isAllowed = false;
    const { draft, sent } = setUp(async () => {
      if (!isAllowed) throw { data: { code: "UNAUTHORIZED" } };
      return { id: first };
    });
    draft.picker.addInput([fileOf("a.jpg")]);
    await settled();
    expect(draft.state()).toMatchObject({ failure: { code: "accessTokenRequired" }, waiting: [{ path: "a.jpg" }] });
    isAllowed = true;
    draft.retry();
    await settled();
    expect(sent).toEqual(["a.jpg"]);
  });

  it("that is removed goes from the server too, also where it was about to be made", async () => {
    const { draft, deleted, sent, uploads } = setUp();
    draft.picker.addInput([fileOf("a.jpg")]);
    draft.clear();
    await settled();
    expect([deleted, sent]).toEqual([[first], []]);
    draft.picker.addInput([fileOf("a.jpg")]);
    await settled();
    draft.clear();
    expect([deleted, draft.state().jobId, uploads.of(second).byTask.size]).toEqual([[first, second], null, 0]);
  });
});
