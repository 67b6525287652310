"use client";
import type { Capacity, SandboxStatus } from "@pixelmill/core";
import { useQuery } from "@tanstack/react-query";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useSyncExternalStore } from "react";
import { WarningIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Words } from "../../lib/i18n/words.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { type Connection, connection } from "./connection.ts";

/** How often the service is asked how it is, in milliseconds; sooner while it does not answer. */
const refreshMs = 5000;
const lostRefreshMs = 2000;

/** What the machine can do and whether it answers, in the header; the rest on request. */
export function SystemStatus(): ReactNode {
  const words = useWords();
  const { t } = words;
  const state = useSyncExternalStore(connection.subscribe, connection.state, () => "connecting" as const);
  const { data, status, dataUpdatedAt, errorUpdatedAt } = useQuery(
    useTRPC().system.capacity.queryOptions(undefined, {
      refetchInterval: ({ state: query }) => (query.status === "error" ? lostRefreshMs : refreshMs),
      retry: false,
    }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer counts, also one like the last
  useEffect(() => {
    if (status === "success") connection.set("online");
    if (status === "error") connection.set("offline");
  }, [status, dataUpdatedAt, errorUpdatedAt]);
  // What a service said that has gone silent since is not how it is.
  const capacity = state === "offline" ? undefined : data;

  return (
    <details className="relative text-sm" data-testid="system" onBlur={closeWhenLeft} onKeyDown={closeOnEscape}>
      <summary className="flex min-h-9 min-w-9 cursor-pointer list-none items-center justify-center gap-3 rounded-lg px-2 sm:px-2.5 tabular-nums hover:bg-hover [&::-webkit-details-marker]:hidden">
        <span className="sr-only">{t("system.details")}</span>
        <ConnectionState state={state} />
        {capacity && (
          <span className="hidden text-muted sm:inline">
            {t("system.encoders", { count: capacity.encoders })} · {memoryText(capacity, words)}
          </span>
        )}
        {capacity?.native.kind === "portable" && <WarningIcon className="size-4 text-warning" />}
      </summary>
      <Details state={state} capacity={capacity} />
    </details>
  );
}

function closeWhenLeft({ currentTarget, relatedTarget }: FocusEvent<HTMLDetailsElement>): void {
  if (!currentTarget.contains(relatedTarget)) currentTarget.open = false;
}

function closeOnEscape({ currentTarget, key }: KeyboardEvent<HTMLDetailsElement>): void {
  if (key === "Escape") currentTarget.open = false;
}

/** On a phone a shape alone, its words only heard: each state has another one. */
function ConnectionState({ state }: { readonly state: Connection }): ReactNode {
  const { t } = useWords();
  return (
    <span role="status" data-testid="connection" data-state={state} className="flex items-center gap-2">
      {state === "offline" ? (
        <WarningIcon className="size-4 text-warning" />
      ) : (
        <span className={`size-2.5 rounded-full ${state === "online" ? "bg-accent" : "border-2 border-muted"}`} />
      )}
      <span className="max-sm:sr-only">{t(`system.connection.${state}`)}</span>
    </span>
  );
}

interface DetailsProps {
  readonly state: Connection;
  /** What the service says of itself; undefined before its first answer, and while it gives none. */
  readonly capacity: Capacity | undefined;
}

function Details({ state, capacity }: DetailsProps): ReactNode {
  const words = useWords();
  const { t } = words;
  const facts: Fact[] = [
    [t("system.connectionLabel"), t(`system.connection.${state}`)],
    ...(capacity ? factsOf(capacity, words) : []),
  ];
  return (
    <dl className="absolute right-0 z-20 mt-1 w-[min(22rem,calc(100vw-2rem))] space-y-2.5 rounded-xl border border-line bg-raised p-4 shadow-lg">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="text-muted">{label}</dt>
          <dd className="tabular-nums [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type Fact = readonly [label: string, value: string];

/** Memory in use, where it is known, and what there may be. */
const memoryText = ({ usedBytes, budgetBytes }: Capacity, { t, formats }: Words): string => {
  const budget = formats.bytes(budgetBytes);
  return usedBytes === null
    ? t("system.memoryBudget", { budget })
    : t("system.memory", { used: formats.bytes(usedBytes), budget });
};

const sandboxText = ({ state, missing }: SandboxStatus, { t }: Words): string =>
  missing.length === 0
    ? t(`system.sandbox.${state}`)
    : t("system.sandboxMissing", { state: t(`system.sandbox.${state}`), missing: missing.join("; ") });

function factsOf(capacity: Capacity, words: Words): Fact[] {
  const { t, formats } = words;
  const { encoders, inFlight, cores, reservedBytes, memory, sandbox, native } = capacity;
  return [
    [t("system.encodersLabel"), t("system.encodersDetail", { encoders, inFlight, cores })],
    [t("system.memoryLabel"), memoryText(capacity, words)],
    [t("system.reservedLabel"), formats.bytes(reservedBytes)],
    [
      t("system.machineLabel"),
      t("system.machineDetail", { available: formats.bytes(memory.availableBytes), total: formats.bytes(memory.totalBytes) }),
    ],
    ...(memory.limitBytes === null ? [] : ([[t("system.limitLabel"), formats.bytes(memory.limitBytes)]] as const)),
    [t("system.sandboxLabel"), sandboxText(sandbox, words)],
    [
      t("system.nativeLabel"),
      native.kind === "addon" ? t("system.nativeLoaded") : t("system.nativeMissing", { missing: native.missing }),
    ],
  ];
}
