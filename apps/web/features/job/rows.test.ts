import { failure, keptReasonTexts, taskStates, warningTexts } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { wordsIn } from "../../lib/i18n/wordsIn.ts";
import type { Upload, UploadState } from "../upload/uploadState.ts";
import { RowOrder } from "./rowOrder.ts";
import {
  canCancel,
  canRetry,
  type Filter,
  filterOf,
  isDownloadable,
  isWorthAnotherTry,
  listingOf,
  offeredFilters,
  phaseOf,
  rangeOf,
} from "./rows.ts";
import { notesOf, outputBytesOf, phaseText } from "./rowText.ts";
import { idOf, optimizedTask, taskView } from "./testing/views.ts";

type Tasks = Parameters<typeof listingOf>[1];
type Uploads = Parameters<typeof listingOf>[2];

const list = (tasks: Tasks, uploads: Uploads, filter: Filter) =>
  listingOf(new RowOrder().ids(tasks, uploads), tasks, uploads, filter);

const upload = (number: number, state: UploadState): Upload => ({
  jobId: idOf(0),
  taskId: idOf(number),
  path: `${number}.jpg`,
  file: new File(["x".repeat(1000)], `${number}.jpg`),
  state,
});
const tasksOf = (...tasks: ReturnType<typeof taskView>[]) => new Map(tasks.map((task) => [task.id, task]));
const uploadsOf = (...uploads: Upload[]) => new Map(uploads.map((each) => [each.taskId, each]));

const words = wordsIn("en");

describe("phaseOf", () => {
  it("is the task's state as soon as the server has one", () => {
    expect(phaseOf({ task: taskView(1, { state: "running" }), upload: upload(1, { kind: "sending", sentBytes: 1 }) })).toBe(
      "running",
    );
  });
  it("is the upload's state before", () => {
    expect(phaseOf({ task: undefined, upload: upload(1, { kind: "failed", failure: failure("jobSealed") }) })).toBe(
      "uploadFailed",
    );
  });
});

describe("listingOf", () => {
  const tasks = tasksOf(optimizedTask(1), taskView(2), taskView(3, { state: "failed" }), taskView(4, { state: "keptOriginal" }));
  const uploads = uploadsOf(upload(9, { kind: "waiting" }), upload(2, { kind: "sent" }));

  it("counts every file under exactly one filter", () => {
    const { counts } = list(tasks, uploads, "all");
    expect(counts).toEqual({ all: 5, active: 2, done: 1, kept: 1, failed: 1, cancelled: 0 });
  });
  it("shows what a filter asks for", () => {
    expect(list(tasks, uploads, "active").ids).toEqual([idOf(2), idOf(9)]);
    expect(list(tasks, uploads, "kept").ids).toEqual([idOf(4)]);
  });
  it("shows what is searched for in paths, and counts all", () => {
    const folders = tasksOf(taskView(1, { path: "Trip/Beach 1.jpg" }), taskView(2, { path: "home/beach.png" }), taskView(3));
    const all = [1, 2, 3].map(idOf);
    const shown = (search: string, filter: Filter = "all") => listingOf(all, folders, uploadsOf(), filter, search);
    expect(shown(" BEACH ")).toMatchObject({ ids: [1, 2].map(idOf), counts: { all: 3, active: 3 } });
    expect([shown("trip/").ids, shown("trip/", "done").ids, shown("  ").ids]).toEqual([[idOf(1)], [], all]);
  });
  it("finds a path that a Mac has sent, its accents apart, by what keyboards type", () => {
    const tasks = tasksOf(taskView(1, { path: "Cafe\u0301/Grün.jpg" }), taskView(2, { path: "Cafe/Grau.jpg" }));
    const shown = (search: string) => listingOf([1, 2].map(idOf), tasks, uploadsOf(), "all", search).ids;
    expect([shown("CAFÉ"), shown("gru\u0308n"), shown("cafe/")]).toEqual([[idOf(1)], [idOf(1)], [idOf(2)]]);
  });
  it("has a filter for every state of a task", () => {
    for (const state of taskStates) expect(list(tasksOf(taskView(1, { state })), new Map(), filterOf(state)).ids).toHaveLength(1);
  });
});

describe("RowOrder", () => {
  it("is that of the paths, wherever a file is", () => {
    const order = new RowOrder();
    const uploads = uploadsOf(upload(10, { kind: "waiting" }), upload(2, { kind: "sent" }));
    expect(order.ids(tasksOf(taskView(9), taskView(1)), uploads)).toEqual([1, 2, 9, 10].map(idOf));
  });
  it("stays as it is while files only change, also when a task takes its upload's place", () => {
    const order = new RowOrder();
    const uploads = uploadsOf(upload(1, { kind: "sent" }), upload(2, { kind: "waiting" }));
    const before = order.ids(new Map(), uploads);
    expect(order.ids(tasksOf(taskView(1, { state: "running" })), uploads)).toBe(before);
  });
  it("loses what is gone, also where as much is new", () => {
    const order = new RowOrder();
    order.ids(tasksOf(taskView(1)), uploadsOf(upload(2, { kind: "waiting" })));
    expect(order.ids(tasksOf(taskView(1), taskView(3)), new Map())).toEqual([1, 3].map(idOf));
  });
});

describe("rangeOf", () => {
  const ids = [1, 2, 3, 4].map(idOf);
  it("takes both ends, in either direction", () => {
    expect(rangeOf(ids, idOf(2), idOf(4))).toEqual([2, 3, 4].map(idOf));
    expect(rangeOf(ids, idOf(4), idOf(2))).toEqual([2, 3, 4].map(idOf));
  });
  it("is the one alone where the other end is not shown", () => {
    expect(rangeOf(ids, idOf(8), idOf(2))).toEqual([idOf(2)]);
  });
});

it("knows what can be done with a task", () => {
  expect([canCancel(taskView(1)), canCancel(optimizedTask(1)), canCancel(undefined)]).toEqual([true, false, false]);
  expect([isDownloadable(optimizedTask(1)), isDownloadable(taskView(1)), isDownloadable(undefined)]).toEqual([
    true,
    false,
    false,
  ]);
});

describe("offeredFilters", () => {
  const counts = { all: 5, active: 0, done: 4, kept: 0, failed: 1, cancelled: 0 };
  it("are those that would show something", () => {
    expect(offeredFilters(counts, "all")).toEqual(["all", "done", "failed"]);
  });
  it("have the one in use, also where it shows nothing any more, and All of a job without files", () => {
    expect(offeredFilters(counts, "active")).toEqual(["all", "active", "done", "failed"]);
    expect(offeredFilters({ ...counts, all: 0, done: 0, failed: 0 }, "all")).toEqual(["all"]);
  });
});

describe("another try", () => {
  const failed = (code: "emptyFile" | "storageFull") =>
    taskView(1, { state: "failed", outputs: [{ result: { status: "failed", error: failure(code) }, path: null }] });
  it("is worth it where the failure may pass", () => {
    expect([isWorthAnotherTry(failed("storageFull")), canRetry(failed("storageFull"))]).toEqual([true, true]);
  });
  it("is not where the file itself is the failure", () => {
    expect([isWorthAnotherTry(failed("emptyFile")), canRetry(failed("emptyFile"))]).toEqual([false, false]);
  });
  it("is for cancelled tasks too, and for no others", () => {
    expect(canRetry(taskView(1, { state: "cancelled" }))).toBe(true);
    expect([canRetry(taskView(1)), canRetry(optimizedTask(1)), canRetry(undefined)]).toEqual([false, false, false]);
  });
});

describe("what a row says", () => {
  it("tells how much of a file is sent", () => {
    expect(phaseText(undefined, upload(1, { kind: "sending", sentBytes: 430 }), words)).toBe("Uploading 43 %");
  });
  it("tells what a file became, and its warnings", () => {
    const task = optimizedTask(1);
    expect(notesOf(task, undefined, words)).toEqual(["WebP 40 × 30"]);
    expect(outputBytesOf(task)).toBe(400);
  });
  it("tells that a kept file kept what it holds besides the picture", () => {
    const output = { format: "jpeg", width: 40, height: 30, frames: 1, bytes: 1000 } as const;
    const result = { status: "keptOriginal", reason: "wouldBeLarger", output, warnings: ["metadataKept"] } as const;
    const outputs = [{ result: { ...result, warnings: [...result.warnings] }, path: "1.jpg" }];
    const task = taskView(1, { state: "keptOriginal", outputs });
    expect(notesOf(task, undefined, words)).toEqual(["JPEG 40 × 30", keptReasonTexts.wouldBeLarger, warningTexts.metadataKept]);
  });
  it("tells of several outputs how many were made and what went wrong, and adds their bytes up", () => {
    const made = optimizedTask(1).outputs;
    const lost = [1, 2].map(() => ({ result: { status: "failed" as const, error: failure("encodeFailed") }, path: null }));
    const whole = taskView(1, { state: "optimized", outputs: [...made, ...made] });
    expect(notesOf(whole, undefined, words)).toEqual(["2 files made"]);
    expect(outputBytesOf(whole)).toBe(800);
    const partly = taskView(1, { state: "failed", outputs: [...made, ...lost] });
    expect(notesOf(partly, undefined, words)).toEqual(["1 of 3 files made", failure("encodeFailed").message]);
    expect([outputBytesOf(partly), isDownloadable(partly)]).toEqual([400, true]);
    const none = taskView(1, { state: "failed", outputs: lost });
    expect(notesOf(none, undefined, words)).toEqual([failure("encodeFailed").message]);
    expect([outputBytesOf(none), isDownloadable(none)]).toEqual([null, false]);
  });
  it("tells why a file failed, on the server or on its way", () => {
    const error = failure("emptyFile");
    const outputs = [{ result: { status: "failed" as const, error }, path: null }];
    expect(notesOf(taskView(1, { state: "failed", outputs }), undefined, words)).toEqual([error.message]);
    expect(notesOf(undefined, upload(1, { kind: "retrying", failure: error }), words)).toEqual([error.message]);
  });
});
