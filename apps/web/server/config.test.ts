import { describe, expect, it } from "vitest";
import { defaultConfig, readConfig } from "./config.ts";
import { listenProblem, publicUrl } from "./listen.ts";

describe("readConfig", () => {
  it("has a default for everything", () => {
    expect(readConfig({})).toEqual({ ok: true, value: defaultConfig });
    expect(readConfig({ PORT: "", HOST: "", WORKER_PORT: "" })).toEqual({ ok: true, value: defaultConfig });
  });
  it("takes what is given", () => {
    expect(readConfig({ PORT: "0", HOST: "::", WORKER_PORT: "65535" })).toEqual({
      ok: true,
      value: { host: "::", port: 0, workerPort: 65_535 },
    });
  });
  it("tells all errors at once", () => {
    const config = readConfig({ PORT: "65536", HOST: "http://x", WORKER_PORT: "0" });
    expect(config.ok).toBe(false);
    for (const name of ["PORT", "HOST", "WORKER_PORT"]) expect(JSON.stringify(config)).toContain(`${name} must be`);
  });
  it.each(["-1", "3000x", "3e3", "3000.5", " "])("refuses PORT=%j", (PORT) => expect(readConfig({ PORT }).ok).toBe(false));
});

it.each([
  ["127.0.0.1", "http://127.0.0.1:3000"],
  ["0.0.0.0", "http://localhost:3000"],
  ["::", "http://localhost:3000"],
  ["::1", "http://[::1]:3000"],
  ["pixel.lan", "http://pixel.lan:3000"],
])("%s is opened as %s", (host, url) => expect(publicUrl(host, 3000)).toBe(url));

it.each([
  ["EADDRINUSE", "Port 3000 is in use"],
  ["EACCES", "may not listen on port 3000"],
  ["EADDRNOTAVAIL", "HOST is 192.0.2.1, which is no address of this machine."],
  ["EIO", "The web app cannot listen: why"],
])("%s is told in words", (code, words) => {
  const error = Object.assign(new Error("why"), { code });
  expect(listenProblem(error, { host: "192.0.2.1", port: 3000 })).toContain(words);
});
