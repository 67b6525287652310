import type { IncomingMessage, ServerResponse } from "node:http";
import type { BlobStore, Result } from "@pixelmill/core";
import type { Logger } from "pino";
import type { Access } from "../access/access.ts";
import type { Config } from "../config/config.ts";
import type { Owner, Service } from "../service/service.ts";

/** What the endpoints are made of. */
export interface HttpDependencies {
  readonly config: Pick<Config, "maxFileBytes" | "maxJobBytes" | "maxFilesPerJob" | "uploadsKeepMs" | "downloadStallMs">;
  readonly service: Service;
  readonly blobs: BlobStore;
  readonly access: Access;
  readonly log: Logger;
  /** Absolute path of the data directory. */
  readonly dataDir: string;
}

/** One request on its way through a route: its sender is known and allowed. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly url: URL;
  readonly owner: Owner;
  /** Named segments of the path, as they were sent: never decoded, never trusted. */
  readonly params: Readonly<Record<string, string>>;
}

/** Answers a request itself, or gives the failure to answer with. */
export type Handler = (exchange: Exchange) => Promise<Result<null>>;

/** One line of the route table. */
export interface Route {
  /** The methods it takes. */
  readonly methods: readonly string[];
  /** Path of segments; `:name` is any one segment, a last `*` any rest, none included. */
  readonly path: string;
  readonly handle: Handler;
}

/** The named segments of a path under a route's pattern; null where it does not fit. */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = pattern.split("/");
  const rest = wanted.at(-1) === "*";
  const given = path.split("/");
  const fixed = rest ? wanted.slice(0, -1) : wanted;
  if (rest ? given.length < fixed.length : given.length !== fixed.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of fixed.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":") && value !== "") params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return params;
}
