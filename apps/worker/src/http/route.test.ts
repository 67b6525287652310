import { expect, it } from "vitest";
import { matchPath } from "./route.ts";

it.each([
  ["/api/x", "/api/x", {}],
  ["/jobs/:jobId/zip", "/jobs/1/zip", { jobId: "1" }],
  ["/jobs/:jobId/zip", "/jobs/..%2f/zip", { jobId: "..%2f" }],
  ["/api/trpc/*", "/api/trpc/", {}],
  ["/api/trpc/*", "/api/trpc/jobs.list,jobs.get", {}],
])("%s takes %s", (pattern, path, params) => {
  expect(matchPath(pattern, path)).toEqual(params);
});

it.each([
  ["/api/x", "/api/x/"],
  ["/api/x", "/API/x"],
  ["/jobs/:jobId/zip", "/jobs//zip"],
  ["/jobs/:jobId/zip", "/jobs/1/2/zip"],
  ["/jobs/:jobId", "/jobs"],
  ["/api/trpc/*", "/api"],
  ["/api/trpc/*", "/api/other/x"],
])("%s does not take %s", (pattern, path) => {
  expect(matchPath(pattern, path)).toBeNull();
});
