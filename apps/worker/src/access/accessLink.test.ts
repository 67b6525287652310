import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import { accessLinks, accessNotice, quietZone } from "./accessLink.ts";

const address = (ip: string, family: "IPv4" | "IPv6", internal: boolean) => ({
  address: ip,
  family,
  internal,
  netmask: "",
  mac: "",
  cidr: null,
  ...(family === "IPv6" ? { scopeid: 0 } : {}),
});
const interfaces = {
  lo: [address("127.0.0.1", "IPv4", true)],
  eth0: [address("192.168.1.20", "IPv4", false), address("fe80::1", "IPv6", false)],
  wlan0: [address("10.0.0.5", "IPv4", false)],
} as never;

describe("accessLinks", () => {
  it.each([
    ["127.0.0.1", null, ["http://localhost:3000/"]],
    ["localhost", "t", ["http://localhost:3000/?token=t"]],
    ["::1", null, ["http://[::1]:3000/"]],
    ["0.0.0.0", "a+b", ["http://192.168.1.20:3000/?token=a%2Bb", "http://10.0.0.5:3000/?token=a%2Bb"]],
    ["::", "t", ["http://192.168.1.20:3000/?token=t", "http://10.0.0.5:3000/?token=t"]],
    ["mill.home", "t", ["http://mill.home:3000/?token=t"]],
    ["fd00::7", "t", ["http://[fd00::7]:3000/?token=t"]],
  ])("for HOST %s are those a device can open", (host, token, links) => {
    expect(accessLinks({ host, port: 3000 }, token, interfaces)).toEqual(links);
  });

  it("fall back to this machine where it has no network", () => {
    expect(accessLinks({ host: "0.0.0.0", port: 3000 }, "t", {})).toEqual(["http://localhost:3000/?token=t"]);
  });
});

describe("accessNotice", () => {
  it("is the plain link on loopback", () => {
    expect(accessNotice({ host: "127.0.0.1", port: 3000 }, null)).toBe("Pixelmill is ready:\n  http://localhost:3000/");
  });

  it("shows the first link as a QR code beyond loopback", () => {
    const notice = accessNotice({ host: "0.0.0.0", port: 3000 }, "t", interfaces);
    const code = notice.split("\n").filter((line) => /[█▀▄]/.test(line));
    // Two rows of the code stand in one line of text.
    expect(code.length).toBe(Math.ceil(encode("http://192.168.1.20:3000/?token=t", { border: quietZone }).size / 2));
    expect(notice).toContain("http://10.0.0.5:3000/?token=t");
  });
});
