import { expect, it } from "vitest";
import { isOwnOrigin } from "./origin.ts";

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
