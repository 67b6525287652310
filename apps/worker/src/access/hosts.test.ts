import { expect, it } from "vitest";
import { createHostCheck, hostNameOf, isLoopback } from "./hosts.ts";

it.each(["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]"])("takes %s for this machine only", (host) => {
  expect(isLoopback(host)).toBe(true);
});

it.each(["0.0.0.0", "::", "192.168.1.2", "fe80::1", "127.0.0.1.example.org", "localhost.example.org", "mill", "1270.0.0.1"])(
  "takes %s to reach beyond this machine",
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);

it.each([
  ["localhost:3000", "localhost"],
  ["Mill.LAN.", "mill.lan"],
  ["192.168.1.2:80", "192.168.1.2"],
  ["[fe80::1]:3000", "fe80::1"],
  ["a b", null],
  ["user@localhost", null],
  ["localhost:3000:1", null],
  ["fe80::1", null],
  ["", null],
  [undefined, null],
])("reads the name of Host %j as %j", (header, name) => {
  expect(hostNameOf(header)).toBe(name);
});

it("lets in the machine's own names, allowed names, HOST and IP addresses, and no other", () => {
  const isOwn = createHostCheck("mill.home", ["images.example.org"], "Mill.local");
  for (const host of ["mill.local", "mill.home:3000", "images.example.org", "localhost", "10.0.0.7", "[::1]:3000"]) {
    expect(isOwn(host), host).toBe(true);
  }
  for (const host of ["evil.example", "example.org", "x.images.example.org", "localhost.evil.example", "10.0.0.7.nip.io"]) {
    expect(isOwn(host), host).toBe(false);
  }
  expect(createHostCheck("0.0.0.0", [], "mill")("mill.local:3000")).toBe(true);
  expect(createHostCheck("0.0.0.0", ["mill.lan:8443"], "mill")("mill.lan:3000")).toBe(true);
});
