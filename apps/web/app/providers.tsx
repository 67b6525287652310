"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { IntlProvider } from "use-intl";
import { UploadProvider } from "../features/upload/context.tsx";
import { backoffMs } from "../lib/backoff.ts";
import { isWorthRetrying } from "../lib/failureOf.ts";
import type { Locale } from "../lib/i18n/locales.ts";
import type { Messages } from "../lib/i18n/messages.ts";
import { makeClient, TRPCProvider } from "../lib/trpc.ts";

/** How often a request that may succeed later is repeated before its failure is shown. */
const retries = 4;

interface ProvidersProps {
  readonly locale: Locale;
  /** All that is said in that language. */
  readonly messages: Messages;
  readonly children: ReactNode;
}

/** The browser's own; on the server its own, where no time is shown. */
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

/** What outlives every navigation: the language, the connection to the service, its answers, and the uploads. */
export function Providers({ locale, messages, children }: ProvidersProps): ReactNode {
  const [client] = useState(makeClient);
  const [queries] = useState(makeQueryClient);
  return (
    <IntlProvider locale={locale} messages={messages} timeZone={timeZone}>
      <QueryClientProvider client={queries}>
        <TRPCProvider trpcClient={client} queryClient={queries}>
          <UploadProvider>{children}</UploadProvider>
        </TRPCProvider>
      </QueryClientProvider>
    </IntlProvider>
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
