"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { UploadProvider } from "../features/upload/context.tsx";
import { backoffMs } from "../lib/backoff.ts";
import { isWorthRetrying } from "../lib/failureOf.ts";
import { makeClient, TRPCProvider } from "../lib/trpc.ts";

/** How often a request that may succeed later is repeated before its failure is shown. */
const retries = 4;

/** What outlives every navigation: the connection to the service, its answers, and the uploads. */
export function Providers({ children }: { readonly children: ReactNode }): ReactNode {
  const [client] = useState(makeClient);
  const [queries] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={client} queryClient={queries}>
        <UploadProvider>{children}</UploadProvider>
      </TRPCProvider>
    </QueryClientProvider>
  );
}

const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < retries && isWorthRetrying(error),
        retryDelay: (failures) => backoffMs(failures + 1),
        // The browser's idea of being online says nothing about a server on the LAN.
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
