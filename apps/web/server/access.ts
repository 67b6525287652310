import { type IncomingMessage, request } from "node:http";
import { addressOf, clientAddressHeader, type Upstream } from "./proxy.ts";

/** What the worker says of whoever asks for a page. */
export type Access =
  | { readonly kind: "granted"; readonly setCookie: readonly string[] }
  | { readonly kind: "tokenRequired" }
  | { readonly kind: "tooManyTokens" }
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "unavailable" };

/** How long the worker may take to answer, in milliseconds. It is on the same machine. */
const timeoutMs = 10_000;

/** Asks the worker whether a request may see the pages. A page load also starts the browser's own session. */
export async function askAccess(upstream: Upstream, req: IncomingMessage): Promise<Access> {
  const path = isPageLoad(req) ? "/api/v1/session?start=1" : "/api/v1/session";
  const headers = credentials(req);
  // A kept connection may have been closed by the worker just now: asking is safe to repeat.
  const answer = (await ask(upstream, path, headers)) ?? (await ask(upstream, path, headers));
  if (answer === null) return { kind: "unavailable" };
  const { statusCode = 502 } = answer;
  if (statusCode === 204) return { kind: "granted", setCookie: answer.headers["set-cookie"] ?? [] };
  if (statusCode === 401) return { kind: "tokenRequired" };
  if (statusCode === 429) return { kind: "tooManyTokens" };
  return statusCode >= 500 ? { kind: "unavailable" } : { kind: "refused", status: statusCode };
}

/** What became of a token that was handed in. */
export type SessionStart =
  | { readonly kind: "started"; readonly location: string; readonly setCookie: readonly string[] }
  | { readonly kind: "wrongToken" }
  | { readonly kind: "tooManyTokens" }
  | { readonly kind: "unavailable" };

/** Has the worker turn a token into a session, which a cookie carries. */
export async function startSession(upstream: Upstream, req: IncomingMessage, token: string): Promise<SessionStart> {
  const answer = await ask(upstream, `/api/v1/session?token=${encodeURIComponent(token)}`, credentials(req));
  if (answer === null) return { kind: "unavailable" };
  if (answer.statusCode === 429) return { kind: "tooManyTokens" };
  const { location, "set-cookie": setCookie = [] } = answer.headers;
  return location === undefined ? { kind: "wrongToken" } : { kind: "started", location, setCookie };
}

/** Whether a browser navigates: what it fetches for a page it has already does not say text/html. */
export const isPageLoad = (req: IncomingMessage): boolean => (req.headers.accept ?? "").includes("text/html");

function credentials(req: IncomingMessage): Record<string, string> {
  const { cookie, authorization, host } = req.headers;
  const given = { ...(cookie && { cookie }), ...(authorization && { authorization }), ...(host && { host }) };
  return { ...given, [clientAddressHeader]: addressOf(req) };
}

/** The answer with its body thrown away, or null where there is none. */
function ask({ port, agent }: Upstream, path: string, headers: Record<string, string>): Promise<IncomingMessage | null> {
  return new Promise((resolve) => {
    const outgoing = request({ host: "127.0.0.1", port, agent, path, headers, timeout: timeoutMs });
    outgoing.on("response", (answer) => {
      answer.resume();
      resolve(answer);
    });
    outgoing.on("timeout", () => outgoing.destroy());
    outgoing.on("error", () => resolve(null));
    outgoing.end();
  });
}
