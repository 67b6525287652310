import { failure, type Id, type TaskView } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { draftSummary } from "./draftSummary.ts";
import type { Upload, UploadState } from "./uploadState.ts";

const info = { format: "jpeg" } as unknown as NonNullable<TaskView["info"]>;
const failedResult = { status: "failed", error: failure("corruptImage") } as const;

const taskOf = (id: Id, path: string, facts: Partial<TaskView> = {}): TaskView => ({
  id,
  path,
  state: "queued",
  sourceBytes: 100,
  info,
  outputs: [],
  encodeMs: null,
  peakBytes: null,
  sequence: 1,
  revision: 0,
  ...facts,
});

const uploadOf = (taskId: Id, path: string, state: UploadState = { kind: "waiting" }, type = "image/jpeg"): Upload => ({
  jobId: "j",
  taskId,
  path,
  file: new File(["12345"], path, { type }),
  state,
});

const tasks = (...all: readonly TaskView[]) => new Map(all.map((task) => [task.id, task]));
const uploads = (...all: readonly Upload[]) => new Map(all.map((upload) => [upload.taskId, upload]));

describe("the draft in numbers", () => {
  it("counts a file once, wherever it is: chosen, on its way, or on the server", () => {
    const waiting = [{ path: "c/new.jpg", file: new File(["123"], "new.jpg") }];
    const summary = draftSummary(
      tasks(taskOf("1", "a/1.jpg", { sourceBytes: 5 }), taskOf("9", "a/old.jpg")),
      uploads(uploadOf("1", "a/1.jpg", { kind: "sent" }), uploadOf("2", "b/2.jpg")),
      waiting,
    );
    expect(summary).toMatchObject({ files: 4, bytes: 5 + 5 + 100 + 3, checked: 2, readyBytes: 105, unusable: [] });
    expect(summary.folders).toEqual([
      { name: "a/", files: 2, bytes: 105 },
      { name: "b/", files: 1, bytes: 5 },
      { name: "c/", files: 1, bytes: 3 },
    ]);
  });

  it("names what can't be optimized, by the server's word and where it could not be sent", () => {
    const tooLarge = failure("fileTooLarge", { limit: "1 B" });
    const broken = taskOf("1", "broken.jpg", { state: "failed", info: null, outputs: [{ result: failedResult, path: null }] });
    const summary = draftSummary(tasks(broken), uploads(uploadOf("2", "huge.tif", { kind: "failed", failure: tooLarge })), []);
    expect(summary.unusable).toEqual([
      { path: "huge.tif", failure: tooLarge },
      { path: "broken.jpg", failure: failedResult.error },
    ]);
    expect(summary).toMatchObject({ files: 2, checked: 2, readyBytes: 0 });
  });

  it("does not count as checked what the server has only received", () => {
    expect(draftSummary(tasks(taskOf("1", "a.jpg", { state: "received", info: null })), new Map(), []).checked).toBe(0);
  });

  it("shows a few pictures that browsers show, from the file where it is here and from the server where not", () => {
    const many = Array.from({ length: 12 }, (_, at) => taskOf(`${at}`, `${at}.jpg`));
    const photo = uploadOf("0", "0.jpg", { kind: "sent" });
    const summary = draftSummary(tasks(...many), uploads(photo, uploadOf("t", "t.tif", undefined, "image/tiff")), []);
    expect(summary.pictures).toHaveLength(8);
    expect(summary.pictures.slice(0, 2)).toEqual([
      { id: "0", file: photo.file },
      { id: "1", file: null },
    ]);
  });
});
