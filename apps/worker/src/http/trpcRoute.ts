import { ok } from "@pixelmill/core";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { appRouter } from "../router/router.ts";
import type { HttpDependencies, Route } from "./route.ts";

/** Path under which the router is mounted, its trailing slash included. */
const trpcPath = "/api/trpc/";

/** Largest body of a call: the longest list of task ids takes 350 KB, and several calls share a batch. */
const maxBodyBytes = 4_000_000;

/** Everything but bytes: the tRPC router, its subscriptions as server-sent events included. */
export const trpcRoute = ({ service, log }: HttpDependencies): Route => ({
  methods: ["GET", "POST"],
  path: `${trpcPath}*`,
  handle: async ({ req, res, url, owner }) => {
    await nodeHTTPRequestHandler({
      router: appRouter,
      req,
      res,
      path: url.pathname.slice(trpcPath.length),
      createContext: async () => ({ owner, service }),
      maxBodySize: maxBodyBytes,
      onError: ({ error, path }) => {
        if (error.code === "INTERNAL_SERVER_ERROR")
          log.error({ err: error.cause ?? error, procedure: path }, "a procedure failed");
      },
    });
    return ok(null);
  },
});
