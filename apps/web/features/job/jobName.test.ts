import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { wordsIn } from "../../lib/i18n/wordsIn.ts";
import { noUploads } from "../upload/uploads.ts";
import { jobNameOf } from "./jobName.ts";
import { jobNames } from "./jobNames.ts";
import { stateText } from "./stateText.ts";
import { idOf } from "./testing/views.ts";

const { t } = wordsIn("en");

describe("jobNameOf", () => {
  it.each([
    [["holiday/1 coast/a.jpg", "holiday/2 lakes/b.jpg", "holiday/c.jpg"], "holiday"],
    [["photo.jpg"], "photo.jpg"],
    [["img10.jpg", "img2.jpg", "img11.jpg"], "img2.jpg and 2 more"],
    [["work/a.jpg", "holiday/b.jpg", "holiday/c.jpg"], "holiday and 1 more"],
  ])("of %j is %j", (paths, name) => expect(jobNameOf(paths, t)).toBe(name));

  it("is none without files", () => expect(jobNameOf([], t)).toBeNull());
});

describe("jobNames", () => {
  beforeEach(() => {
    const storage: Record<string, string> = {};
    const methods = {
      getItem: (key: string) => storage[key] ?? null,
      setItem: (key: string, value: string) => {
        storage[key] = value;
      },
      removeItem: (key: string) => {
        delete storage[key];
      },
    };
    // Its keys are listed as own properties.
    vi.stubGlobal("localStorage", new Proxy(storage, { get: (_, key) => methods[key as keyof typeof methods] }));
  });
  afterEach(() => vi.unstubAllGlobals());

  it("are kept in this browser until the job is gone", () => {
    jobNames.write(idOf(1), "holiday");
    jobNames.write(idOf(2), "work");
    jobNames.keepOnly([idOf(2)]);
    expect([jobNames.read(idOf(1)), jobNames.read(idOf(2))]).toEqual([null, "work"]);
  });
});

describe("stateText", () => {
  const upload = {
    jobId: idOf(0),
    taskId: idOf(1),
    path: "a.jpg",
    file: new File([], "a.jpg"),
    state: { kind: "sent" },
  } as const;
  const uploads = { ...noUploads, byTask: new Map([[upload.taskId, upload]]) };

  it("says of an open job that it is at work where this page sends its files", () => {
    expect(stateText({ state: "open" }, { ...uploads, pending: 1 }, t)).toBe(t("job.uploadingState"));
    expect(stateText({ state: "open" }, uploads, t)).toBe(t("job.states.sealed"));
  });
  it("says that it waits where nobody does", () => {
    expect(stateText({ state: "open" }, noUploads, t)).toBe(t("job.states.open"));
  });
  it("is the job's own once it takes no more", () => {
    expect(stateText({ state: "cancelled" }, { ...uploads, pending: 1 }, t)).toBe(t("job.states.cancelled"));
  });
});
