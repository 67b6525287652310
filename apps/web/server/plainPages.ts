import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Locale } from "../lib/i18n/locales.ts";
import { isPageLoad } from "./access.ts";
import { type PlainMessages, plainMessagesOf } from "./messages/messages.ts";
import { requestLocale } from "./requestLocale.ts";
import { setCommonHeaders } from "./security.ts";

/** A page that needs nothing of the app's own files, so it shows nothing to whoever may not see them. */
interface PlainPage {
  readonly status: number;
  readonly title: string;
  readonly body: string;
  /** Loads itself again after so many seconds. */
  readonly reloadSeconds?: number;
}

/** Asks for the access token; says what was wrong with one that was given. */
export const sendTokenPage = (req: IncomingMessage, res: ServerResponse, problem?: "wrong" | "tooMany"): void =>
  sendPlain(req, res, (text) => ({
    status: problem === "tooMany" ? 429 : 401,
    title: text.tokenTitle,
    body: `<p>${text.tokenHelp}</p>${problem === undefined ? "" : `<p role="alert" class="wrong">${problem === "wrong" ? text.tokenWrong : text.tokenTooMany}</p>`}<form action="/" method="get"><label for="token">${text.tokenLabel}</label>
<div class="row"><input id="token" name="token" type="password" autocomplete="current-password" required autofocus spellcheck="false"><button>${text.tokenButton}</button></div></form>`,
  }));

/** Says that the worker is not there, and looks again by itself. */
export const sendDownPage = (req: IncomingMessage, res: ServerResponse): void =>
  sendPlain(req, res, (text) => ({ status: 503, title: text.downTitle, body: `<p>${text.downHelp}</p>`, reloadSeconds: 3 }));

/** Says that the worker does not serve this address or method. */
export const sendRefusedPage = (req: IncomingMessage, res: ServerResponse, status: number): void =>
  sendPlain(req, res, (text) => ({ status, title: text.refusedTitle, body: `<p>${text.refusedHelp}</p>` }));

function sendPlain(req: IncomingMessage, res: ServerResponse, pageOf: (text: PlainMessages) => PlainPage): void {
  const locale = requestLocale(req);
  const page = pageOf(plainMessagesOf[locale]);
  setCommonHeaders(res);
  res.setHeader("cache-control", "no-store");
  if (page.reloadSeconds !== undefined) res.setHeader("retry-after", page.reloadSeconds);
  const nonce = randomBytes(16).toString("base64");
  res.setHeader(
    "content-security-policy",
    `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  const html = isPageLoad(req);
  res.writeHead(page.status, { "content-type": html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8" });
  res.end(req.method === "HEAD" ? undefined : html ? document(page, locale, nonce) : `${page.title}\n`);
}

const document = ({ title, body, reloadSeconds }: PlainPage, locale: Locale, nonce: string): string => `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><link rel="icon" href="data:,">${reloadSeconds === undefined ? "" : `<meta http-equiv="refresh" content="${reloadSeconds}">`}
<style nonce="${nonce}">${style}</style></head>
<body><main><p class="name">Pixelmill</p><h1>${title}</h1>${body}</main></body></html>
`;

const style = `
:root{color-scheme:light dark;--page:#f6f6f4;--card:#fff;--ink:#1c1d1f;--muted:#5d6066;--line:#d5d6d3;--accent:#0b6b5d;--on:#fff;--danger:#b3261e}
@media(prefers-color-scheme:dark){:root{--page:#141517;--card:#1d1f22;--ink:#eceded;--muted:#a4a8ae;--line:#3a3d42;--accent:#63d3bd;--on:#06231e;--danger:#ff9c92}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;padding:16px;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{width:100%;max-width:440px;padding:32px;background:var(--card);border:1px solid var(--line);border-radius:16px}
.name{margin:0 0 20px;color:var(--accent);font-weight:650}h1{margin:0 0 8px;font-size:22px;line-height:1.25}p{margin:0 0 20px;color:var(--muted)}
p.wrong{color:var(--danger);font-weight:550}label{display:block;margin-bottom:6px;font-weight:550;font-size:14px}.row{display:flex;gap:8px;flex-wrap:wrap}
input{flex:1 1 180px;min-width:0;padding:10px 12px;font:inherit;color:inherit;background:var(--page);border:1px solid var(--muted);border-radius:10px}
button{padding:10px 18px;font:inherit;font-weight:600;color:var(--on);background:var(--accent);border:0;border-radius:10px;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`;
