import { expect, it } from "vitest";
import { clientAddress, networkOf } from "./clientAddress.ts";

it.each([
  ["192.168.1.20", "192.168.1.20"],
  ["::ffff:192.168.1.20", "192.168.1.20"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:0DB8:0001:0002::6", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["::1", "0:0:0:0"],
  ["", ""],
  ["no address", "no address"],
])("takes %j for %j", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it("knows a client by what the front door says, else by its connection", () => {
  const socket = { remoteAddress: "127.0.0.1" };
  expect(clientAddress({ headers: { "x-forwarded-for": "192.168.1.20" }, socket })).toBe("192.168.1.20");
  expect(clientAddress({ headers: {}, socket })).toBe("127.0.0.1");
});
