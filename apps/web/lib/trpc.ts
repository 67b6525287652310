import type { AppRouter } from "@pixelmill/worker";
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, retryLink, splitLink } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { backoffMs } from "./backoff.ts";
import { isWorthRetrying } from "./failureOf.ts";
import { noteServerTime } from "./serverClock.ts";
import { within } from "./within.ts";

/** Where the worker's router answers. */
const url = "/api/trpc";

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

export type Client = ReturnType<typeof makeClient>;

/** Longest wait before a subscription is tried again, in milliseconds: tRPC counts its attempts for as long as the page is open. */
const longestRetryMs = 5000;

/** The call that tells whether the service answers. It goes alone: among others it would wait for the slowest. */
const heartbeat = "system.capacity";

/** A service that takes longer to answer that call hangs, in milliseconds. */
const heartbeatMs = 5000;

/** One client per page. Subscriptions are tried again for as long as the page is open: a restarted worker is a 502 for a moment. */
export function makeClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: [
          retryLink({
            retry: ({ error }) => isWorthRetrying(error),
            retryDelayMs: (attempt) => Math.min(longestRetryMs, backoffMs(attempt)),
          }),
          httpSubscriptionLink({ url }),
        ],
        false: splitLink({
          condition: ({ path }) => path === heartbeat,
          true: httpLink({ url, fetch: (input, init) => fetchAndNoteTime(input, within(heartbeatMs, init)) }),
          false: httpBatchLink({ url, fetch: fetchAndNoteTime }),
        }),
      }),
    ],
  });
}

async function fetchAndNoteTime(input: RequestInfo | URL | string, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  noteServerTime(response.headers.get("date"));
  return response;
}
