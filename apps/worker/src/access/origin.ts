import type { IncomingMessage } from "node:http";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request may change state as far as its origin goes. Guards against another site's page acting through the
 * visitor's browser. Browsers name the page's origin on everything but GET and HEAD; `Sec-Fetch-Site` comes only in
 * secure contexts, which a page of the LAN is not. A client that sends neither is no browser.
 */
export function isOwnOrigin({ method = "GET", headers }: Pick<IncomingMessage, "method" | "headers">): boolean {
  if (safeMethods.has(method)) return true;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  return headers.origin === undefined || hostOf(headers.origin) === headers.host?.toLowerCase();
}

// The scheme is left out: behind a proxy that ends TLS it differs from what arrives here.
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
