import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Config } from "../config/config.ts";
import type { Owner } from "../service/service.ts";
import { createHostCheck, isLoopback } from "./hosts.ts";
import { readOrCreateSecret } from "./secretFile.ts";
import { createSessions } from "./session.ts";

/** Owner of everyone on this machine who comes without a session. */
const localOwner: Owner = "local";

/** Owner of the scripts that send the token. */
const tokenOwner: Owner = "token";

/** Who may come in, and who they are. */
export interface Access {
  /** The token in force; null where none is needed. */
  readonly token: string | null;
  /** The owner a request acts for; null where it needs a token and has none. */
  identify(req: Pick<IncomingMessage, "headers">): Owner | null;
  /** The owner of the request's session; null without one. */
  sessionOf(req: Pick<IncomingMessage, "headers">): Owner | null;
  /** Whether a text is the token in force, compared in constant time. */
  isToken(text: string): boolean;
  /** `Set-Cookie` value of a new owner's session. */
  newSession(): string;
  /** Whether a Host header names this service. */
  isOwnHost(header: string | undefined): boolean;
}

type AccessConfig = Pick<Config, "host" | "accessToken" | "allowedHosts" | "dataDir">;

/**
 * Opens access for a configuration. Beyond loopback a token is always in force: the given one, or one made once and
 * kept in `DATA_DIR/access-token`. Sessions are signed with a secret of DATA_DIR and the token: a new token ends them all.
 */
export async function openAccess(config: AccessConfig): Promise<Access> {
  const token = config.accessToken ?? (isLoopback(config.host) ? null : await keptToken(config.dataDir));
  const secret = await readOrCreateSecret(join(config.dataDir, "session-secret"), 32);
  const sessions = createSessions(
    createHmac("sha256", secret)
      .update(token ?? "")
      .digest(),
  );
  const isToken = (text: string) => token !== null && timingSafeEqual(digest(text), digest(token));
  const sessionOf = (req: Pick<IncomingMessage, "headers">) => sessions.verify(req.headers.cookie);
  return {
    token,
    isToken,
    sessionOf,
    newSession: () => sessions.issue(),
    isOwnHost: createHostCheck(config.host, config.allowedHosts),
    identify(req) {
      const bearer = bearerToken(req.headers.authorization);
      if (bearer !== null && isToken(bearer)) return tokenOwner;
      return sessionOf(req) ?? (token === null ? localOwner : null);
    },
  };
}

/** 128 random bits. */
const keptToken = (dataDir: string): Promise<string> => readOrCreateSecret(join(dataDir, "access-token"), 16);

// Digests have one length, which timingSafeEqual demands.
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const bearerToken = (header: string | undefined): string | null => /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? null;
