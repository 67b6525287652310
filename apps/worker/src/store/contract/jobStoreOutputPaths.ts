import { outputPaths } from "@pixelmill/core";
import { describe, expect, it } from "vitest";
import { delivered } from "../testing/samples.ts";
import type { JobStoreHarness } from "./jobStoreHarness.ts";

/** Describes how every JobStore picks output paths. */
export function describeOutputPaths(harness: JobStoreHarness): void {
  describe("output paths", () => {
    it("are the first that is free in the job", async () => {
      const jobId = await harness.newJob();
      expect(await harness.endWithPaths(jobId, ["a.webp", "a-png.webp"])).toBe("a.webp");
      expect(await harness.endWithPaths(jobId, ["a.webp", "a-jpg.webp"])).toBe("a-jpg.webp");
      expect(await harness.endWithPaths(jobId, ["a.webp", "a-jpg.webp", "a-jpg-2.webp"])).toBe("a-jpg-2.webp");
      expect(await harness.endWithPaths(await harness.newJob(), ["a.webp"])).toBe("a.webp");
    });

    it.each([
      ["letter case", "Trip/Möwe.webp", "tRIP/MÖWE.WEBP"],
      ["composition", "Am\u00e9lie.webp", "Ame\u0301lie.webp"],
      ["sharp s", "straße.webp", "STRASSE.webp"],
      ["a file where the other has a folder", "a.webp/b.webp", "a.webp"],
    ])("do not differ in %s alone", async (_, taken, wished) => {
      const jobId = await harness.newJob();
      expect(await harness.endWithPaths(jobId, [taken])).toBe(taken);
      expect(await harness.endWithPaths(jobId, [wished, "free.webp"])).toBe("free.webp");
    });

    it("get another folder where theirs would be a file", async () => {
      const jobId = await harness.newJob();
      const ended = async (path: string) => harness.endWithPaths(jobId, outputPaths(path, "jpeg", "webp"));
      expect(await ended("trip/a.jpg")).toBe("trip/a.webp");
      expect(await ended("trip/A.webp/b/c.jpg")).toBe("trip/A.webp-2/b/c.webp");
      expect(await ended("trip/a.webp/b/c.jpg")).toBe("trip/a.webp-2/b/c-jpg.webp");
    });

    it("may share folders and beginnings", async () => {
      const jobId = await harness.newJob();
      for (const path of ["a/b.webp", "a/c.webp", "a.webp", "a/b/c.webp", "a/b-c.webp"])
        expect(await harness.endWithPaths(jobId, [path])).toBe(path);
    });

    it("stay apart where many files have one path", async () => {
      const jobId = await harness.newJob();
      const paths = [];
      for (let count = 0; count < 40; count += 1)
        paths.push(await harness.endWithPaths(jobId, outputPaths("a.png", "png", "webp")));
      expect(paths).toEqual(["a.webp", "a-png.webp", ...Array.from({ length: 38 }, (_, at) => `a-png-${at + 2}.webp`)]);
      expect(await harness.endWithPaths(jobId, outputPaths("a.jpg", "jpeg", "webp"))).toBe("a-jpg.webp");
    });

    it("are chosen among writes of the same moment as among others", async () => {
      const jobId = await harness.newJob();
      const chosen = await Promise.all([1, 2, 3].map(() => harness.endWithPaths(jobId, outputPaths("a.png", "png", "png"))));
      expect(chosen.toSorted()).toEqual(["a-2.png", "a-3.png", "a.png"]);
    });

    it("that run out fail that end alone", async () => {
      const jobId = await harness.newJob();
      await harness.endWithPaths(jobId, ["a.webp"]);
      const taskId = await harness.received(jobId);
      await expect(harness.store.end(delivered(taskId, { paths: ["A.webp"] }))).rejects.toThrow();
      expect((await harness.taskOf(taskId)).state).toBe("received");
    });
  });
}
