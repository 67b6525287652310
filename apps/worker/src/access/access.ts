import { createHmac } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { fail, failure, ok, type Result } from "@pixelmill/core";
import type { Config } from "../config/config.ts";
import type { Owner } from "../service/service.ts";
import { clientAddress, type Sender } from "./clientAddress.ts";
import { createHostCheck, isLoopback } from "./hosts.ts";
import { createOriginCheck } from "./origin.ts";
import { readOrCreateSecret } from "./secretFile.ts";
import { createSessions } from "./session.ts";
import { TokenTries } from "./tokenTries.ts";

/** Owner of everyone on this machine who comes without a session. */
const localOwner: Owner = "local";

/** Owner of the scripts that send the token. */
const tokenOwner: Owner = "token";

/** Who may come in, and who they are. */
export interface Access {
  /** The token in force; null where none is needed. */
  readonly token: string | null;
  /** The owner a request acts for. Fails with `accessTokenRequired`, and with `tooManyTokens` where wrong ones came too often. */
  identify(req: Sender): Result<Owner>;
  /** Looks at a token that a request brings outside of its headers. Fails as {@link identify} does; any is right where none is needed. */
  admit(req: Sender, token: string): Result<null>;
  /** The owner of the request's session; null without one. */
  sessionOf(req: Pick<IncomingMessage, "headers">): Owner | null;
  /** `Set-Cookie` value of a new owner's session. */
  newSession(): string;
  /** Whether a Host header names this service. */
  isOwnHost(header: string | undefined): boolean;
  /** Whether a request may change state as far as its origin goes. */
  isOwnOrigin(req: Pick<IncomingMessage, "method" | "headers">): boolean;
}

type AccessConfig = Pick<Config, "host" | "accessToken" | "allowedHosts" | "dataDir">;

/**
 * Opens access for a configuration. Beyond loopback a token is always in force: the given one, or one made once and
 * kept in `DATA_DIR/access-token`. Sessions are signed with a secret of DATA_DIR and the token: a new token ends them all.
 * `now`: a clock in milliseconds that never goes back.
 */
export async function openAccess(config: AccessConfig, now = () => performance.now()): Promise<Access> {
  const token = config.accessToken ?? (isLoopback(config.host) ? null : await keptToken(config.dataDir));
  const secret = await readOrCreateSecret(join(config.dataDir, "session-secret"), 32);
  const sessions = createSessions(
    createHmac("sha256", secret)
      .update(token ?? "")
      .digest(),
  );
  const admit = createAdmission(token, now);
  const sessionOf = (req: Pick<IncomingMessage, "headers">) => sessions.verify(req.headers.cookie);
  return {
    token,
    admit,
    sessionOf,
    newSession: () => sessions.issue(),
    isOwnHost: createHostCheck(config.host, config.allowedHosts),
    isOwnOrigin: createOriginCheck(config.allowedHosts),
    identify(req) {
      const bearer = token === null ? null : bearerToken(req.headers.authorization);
      const admitted = bearer === null ? fail(failure("accessTokenRequired")) : admit(req, bearer);
      if (admitted.ok) return ok(tokenOwner);
      const owner = sessionOf(req) ?? (token === null ? localOwner : null);
      return owner === null ? admitted : ok(owner);
    },
  };
}

function createAdmission(token: string | null, now: () => number): Access["admit"] {
  const tries = token === null ? null : new TokenTries(token, now);
  return (req, given) => {
    const verdict = tries?.judge(clientAddress(req), given) ?? "right";
    if (verdict === "right") return ok(null);
    return fail(failure(verdict === "tooMany" ? "tooManyTokens" : "accessTokenRequired"));
  };
}

/** 128 random bits. */
const keptToken = (dataDir: string): Promise<string> => readOrCreateSecret(join(dataDir, "access-token"), 16);

const bearerToken = (header: string | undefined): string | null => /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1] ?? null;
