import type { IncomingMessage } from "node:http";
import { isIPv6 } from "node:net";

/** Carries a client's address from the front door, which puts it in place of whatever the client sent. */
const clientAddressHeader = "x-forwarded-for";

/** What tells where a request comes from. */
export type Sender = Pick<IncomingMessage, "headers"> & { readonly socket: Pick<IncomingMessage["socket"], "remoteAddress"> };

/**
 * IP address of whoever sent a request: what the front door says, else the connection's own. Only processes of this machine reach the
 * worker without the front door, and they may say what they like.
 */
export function clientAddress({ headers, socket }: Sender): string {
  const named = headers[clientAddressHeader];
  return (typeof named === "string" ? named : socket.remoteAddress) ?? "";
}

/** Whom an address stands for: an IPv4 address itself, of an IPv6 address its network of 64 bits, in which a client may choose. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [bare = ""] = address.split("%");
  if (!isIPv6(bare)) return bare;
  const [head = "", tail = ""] = bare.split("::");
  const [before, after] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0");
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}

const groupsOf = (part: string): string[] => part.split(":").filter((group) => group !== "");
