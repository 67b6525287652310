import { describe, expect, it } from "vitest";
import { createOriginCheck, isOwnOrigin } from "./origin.ts";

const host = "192.168.1.2:3000";

it.each([
  ["GET", { origin: "http://evil.example" }],
  ["HEAD", { "sec-fetch-site": "cross-site" }],
  ["POST", {}],
  ["POST", { origin: `http://${host}` }],
  ["POST", { origin: `http://${host}`, "sec-fetch-site": "same-origin" }],
  ["POST", { origin: `https://${host}` }],
  ["PUT", { "sec-fetch-site": "none" }],
])("lets %s with %j through", (method, headers) => {
  expect(isOwnOrigin({ method, headers: { host, ...headers } })).toBe(true);
});

it.each([
  ["POST", { origin: "http://evil.example" }],
  ["POST", { origin: "http://192.168.1.2" }],
  ["POST", { origin: "http://192.168.1.2:3001" }],
  ["POST", { origin: "null" }],
  ["POST", { origin: "" }],
  ["POST", { "sec-fetch-site": "same-site" }],
  ["PATCH", { "sec-fetch-site": "cross-site", origin: `http://${host}` }],
  ["DELETE", { origin: `http://${host}.evil.example` }],
  ["CONNECT", { origin: `http://user@evil.example/${host}` }],
])("refuses %s with %j", (method, headers) => {
  expect(isOwnOrigin({ method, headers: { host, ...headers } })).toBe(false);
});

describe("behind a proxy that puts another name into the Host header", () => {
  const isOwn = createOriginCheck(["mill.example.org", "mill.lan:8443", "mill.home:443"]);
  const sent = (origin: string) => ({ method: "POST", headers: { host: "127.0.0.1:3000", origin } });

  it.each(["https://mill.example.org", "http://mill.example.org", "https://mill.lan:8443", "https://mill.home"])(
    "lets pages of %s through",
    (origin) => {
      expect(isOwn(sent(origin))).toBe(true);
    },
  );

  it.each([
    "https://mill.example.org:8443",
    "https://mill.lan",
    "https://mill.lan:9000",
    "https://x.mill.example.org",
    "https://mill.example.org.evil.example",
    "https://evil.example",
    "null",
  ])("refuses those of %s", (origin) => {
    expect(isOwn(sent(origin))).toBe(false);
  });

  it("refuses what the browser itself calls another site's", () => {
    const req = sent("https://mill.example.org");
    expect(isOwn({ ...req, headers: { ...req.headers, "sec-fetch-site": "cross-site" } })).toBe(false);
  });
});
