import type { IncomingMessage } from "node:http";
import { fail, failure, ok, type Result } from "@pixelmill/core";

/** The fields of an urlencoded form of at most `maxBytes`; `invalidRequest` above that or for another kind of body. */
export async function readForm(req: IncomingMessage, maxBytes: number): Promise<Result<URLSearchParams>> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(req.headers["content-type"] ?? "")) {
    return fail(failure("invalidRequest", { reason: "a form (application/x-www-form-urlencoded) is expected." }));
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > maxBytes) return fail(failure("invalidRequest", { reason: `the form is larger than ${maxBytes} bytes.` }));
    chunks.push(chunk);
  }
  return ok(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
}
