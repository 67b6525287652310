import { isIP } from "node:net";
import { hostname } from "node:os";

/** Whether a HOST setting serves this machine only. A name other than `localhost` is taken to reach beyond it. */
export function isLoopback(host: string): boolean {
  const bare = host.toLowerCase().replace(/^\[|\]$/g, "");
  return bare === "localhost" || bare === "::1" || (isIP(bare) === 4 && bare.startsWith("127."));
}

/** The name in a Host header: lower case, without port, brackets and trailing dot; null where it is malformed. */
export function hostNameOf(header: string | undefined): string | null {
  const match = /^(?:\[([\da-f:.]+)\]|([\w.-]+?)\.?)(?::\d{1,5})?$/i.exec(header ?? "");
  return (match?.[1] ?? match?.[2])?.toLowerCase() ?? null;
}

/**
 * Whether a Host header names this service. Guards against DNS rebinding: a foreign site whose name is made to resolve
 * to this machine still sends its own name, whereas an IP address in the header cannot have been rebound.
 */
export function createHostCheck(host: string, allowedHosts: readonly string[], machine = hostname()) {
  const own = machine.toLowerCase();
  const allowed = allowedHosts.map(hostNameOf);
  const names = new Set(["localhost", host.toLowerCase(), own, `${own.replace(/\.local$/, "")}.local`, ...allowed]);
  return (header: string | undefined): boolean => {
    const name = hostNameOf(header);
    return name !== null && (names.has(name) || isIP(name) !== 0);
  };
}
