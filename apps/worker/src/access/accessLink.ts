import { isIPv6 } from "node:net";
import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";
import { renderUnicodeCompact } from "uqr";
import type { Config } from "../config/config.ts";
import { isLoopback } from "./hosts.ts";

/** Light modules around the code. The standard asks for 4; scanners find it with 2, and the code stays small. */
export const quietZone = 2;

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;
type Address = Pick<Config, "host" | "port">;

/** Links that open the web app, the token in each where one is in force; the first is the best for another device. */
export function accessLinks(
  { host, port }: Address,
  token: string | null,
  interfaces: Interfaces = networkInterfaces(),
): string[] {
  const query = token === null ? "" : `?token=${encodeURIComponent(token)}`;
  return reachableHosts(host, interfaces).map((name) => `http://${isIPv6(name) ? `[${name}]` : name}:${port}/${query}`);
}

/** What the terminal shows at start: the link, and beyond loopback its QR code for a phone to scan. */
export function accessNotice(address: Address, token: string | null, interfaces: Interfaces = networkInterfaces()): string {
  const links = accessLinks(address, token, interfaces);
  const lines = ["Pixelmill is ready:", ...links.map((link) => `  ${link}`)];
  const first = links[0];
  if (isLoopback(address.host) || first === undefined) return lines.join("\n");
  return [
    ...lines,
    "",
    renderUnicodeCompact(first, { border: quietZone }),
    "",
    "The link carries the access token: whoever has it may come in.",
  ].join("\n");
}

function reachableHosts(host: string, interfaces: Interfaces): string[] {
  const bare = host.replace(/^\[|\]$/g, "");
  if (isLoopback(bare)) return [bare === "::1" ? bare : "localhost"];
  if (bare !== "0.0.0.0" && bare !== "::") return [bare];
  const lan = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  const outside = lan.filter(({ internal, family }) => !internal && family === "IPv4").map(({ address }) => address);
  return outside.length > 0 ? outside : ["localhost"];
}
