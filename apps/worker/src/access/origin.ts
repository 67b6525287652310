import type { IncomingMessage } from "node:http";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request may change state as far as its origin goes. Guards against another site's page acting through the
 * visitor's browser. Browsers name the page's origin on everything but GET and HEAD; `Sec-Fetch-Site` comes only in
 * secure contexts, which a page of the LAN is not. A client that sends neither is no browser.
 *
 * `allowedHosts`: names of the service's own beside the one in the Host header, which a proxy may have changed; as in an
 * origin, without a default port.
 */
export function isOwnOrigin(
  { method = "GET", headers }: Pick<IncomingMessage, "method" | "headers">,
  allowedHosts: ReadonlySet<string> = new Set(),
): boolean {
  if (safeMethods.has(method)) return true;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  if (headers.origin === undefined) return true;
  const host = hostOf(headers.origin);
  return host !== null && (host === headers.host?.toLowerCase() || allowedHosts.has(host));
}

/** The check of a service that has further names of its own, each with its port where that is not a default one. */
export function createOriginCheck(allowedHosts: readonly string[]) {
  const allowed = new Set(allowedHosts.map((host) => host.replace(/:(?:80|443)$/, "")));
  return (req: Pick<IncomingMessage, "method" | "headers">): boolean => isOwnOrigin(req, allowed);
}

// The scheme is left out: behind a proxy that ends TLS it differs from what arrives here.
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
