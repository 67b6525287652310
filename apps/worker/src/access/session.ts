import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Owner } from "../service/service.ts";

/** Name of the session cookie. */
const sessionCookie = "pixelmill_session";

// The longest a browser keeps a cookie (RFC 6265bis): 400 days.
const maxAgeSeconds = 400 * 24 * 3600;

/** Sessions without a table: the cookie carries the owner's id and a signature over it, so it survives restarts. */
export interface Sessions {
  /** The `Set-Cookie` value of a session: the given owner's, or a new owner's. */
  issue(owner?: Owner): string;
  /** The owner of the session that a Cookie header carries; null without a genuine one. */
  verify(cookieHeader: string | undefined): Owner | null;
}

/** Sessions signed with a key; a cookie signed with another key is worth nothing. */
export function createSessions(key: Buffer): Sessions {
  const sign = (owner: Owner) => createHmac("sha256", key).update(owner).digest();
  return {
    issue(owner = randomBytes(16).toString("hex")) {
      const value = `${owner}.${sign(owner).toString("hex")}`;
      return `${sessionCookie}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict`;
    },
    verify(cookieHeader) {
      const match = /^([0-9a-f]{32})\.([0-9a-f]{64})$/.exec(cookieValue(cookieHeader) ?? "");
      if (match?.[1] === undefined || match[2] === undefined) return null;
      return timingSafeEqual(sign(match[1]), Buffer.from(match[2], "hex")) ? match[1] : null;
    },
  };
}

function cookieValue(header = ""): string | null {
  const pair = header.split(";").find((part) => part.trim().startsWith(`${sessionCookie}=`));
  return pair?.slice(pair.indexOf("=") + 1).trim() ?? null;
}
