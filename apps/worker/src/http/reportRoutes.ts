import { createHash } from "node:crypto";
import { defaultLocale, fail, failure, isLocale, jobRequest, type Locale, ok, type Result } from "@pixelmill/core";
import { style } from "../report/html/page.ts";
import { jobReportPage } from "../report/jobReportPage.ts";
import { sendJson } from "./reply.ts";
import type { Exchange, HttpDependencies, Route } from "./route.ts";

/** A page without scripts that loads nothing: all it may have is its own style, and downloads of what it holds. */
const policy = `sandbox allow-downloads; default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'`;

/** `GET /api/v1/jobs/:jobId/report`: a job's report as a page, in English or in the language of `?language=`; `…/report.json`: the same as data. */
export function reportRoutes({ service }: HttpDependencies): readonly Route[] {
  const report = async ({ params, owner }: Exchange) => {
    const request = jobRequest.safeParse(params);
    return request.success ? service.jobReport(owner, request.data.jobId) : fail(failure("notFound"));
  };
  return [
    {
      methods: ["GET", "HEAD"],
      path: "/api/v1/jobs/:jobId/report",
      handle: async (exchange) => {
        const made = await report(exchange);
        return made.ok ? sendPage(exchange, jobReportPage(made.value, localeOf(exchange))) : made;
      },
    },
    {
      methods: ["GET", "HEAD"],
      path: "/api/v1/jobs/:jobId/report.json",
      handle: async (exchange) => {
        const made = await report(exchange);
        if (!made.ok) return made;
        sendJson(exchange.res, 200, made.value);
        return ok(null);
      },
    },
  ];
}

function localeOf({ url }: Exchange): Locale {
  const asked = url.searchParams.get("language");
  return isLocale(asked) ? asked : defaultLocale;
}

function sendPage({ req, res }: Exchange, html: string): Result<null> {
  res.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(html),
    "Content-Security-Policy": policy,
  });
  res.end(req.method === "HEAD" ? undefined : html);
  return ok(null);
}
