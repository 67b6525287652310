import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { within } from "./within.ts";

// Answers nothing, ever.
const server = createServer(() => {});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it("gives up a request that is not answered in time", async () => {
  await expect(fetch(url, within(20))).rejects.toMatchObject({ name: "TimeoutError" });
});

it("is still given up by whoever asked", async () => {
  const asked = new AbortController();
  const answer = fetch(url, within(60_000, { signal: asked.signal }));
  asked.abort();
  await expect(answer).rejects.toMatchObject({ name: "AbortError" });
  await expect(fetch(url, within(60_000, { signal: asked.signal }))).rejects.toMatchObject({ name: "AbortError" });
});
