"use client";
import type { Id, JobEstimate, Settings } from "@pixelmill/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPCClient } from "../../lib/trpc.ts";

/** How often it is asked for while it gets better, in milliseconds. */
const askMs = 700;

/** Settings that are still being changed are not encoded with: they have to stay so long, in milliseconds. */
const restMs = 500;

/**
 * What a draft is expected to come to with some settings, asked for until it can't get better. `checked`: files that the service has looked
 * into: with more of them it is another question. Null while nothing is known, and where there is nothing to ask.
 */
export function useEstimate(jobId: Id | null, settings: Settings | null, checked: number): JobEstimate | null {
  const client = useTRPCClient();
  const wished = settings === null ? null : JSON.stringify(settings);
  const asked = useRested(wished);
  const [lastChecked, setLastChecked] = useState(0);
  const { data } = useQuery({
    queryKey: ["estimate", jobId, asked],
    enabled: jobId !== null && asked !== null && checked > 0,
    queryFn: async () => {
      const estimate = await client.jobs.estimate.mutate({ jobId: jobId ?? "", settings: JSON.parse(asked ?? "{}") });
      setLastChecked(checked);
      return estimate;
    },
    refetchInterval: ({ state }) => (state.data && isWhole(state.data) && lastChecked === checked ? false : askMs),
  });
  return wished === null || wished !== asked ? null : (data ?? null);
}

const isWhole = ({ encoded, wanted }: JobEstimate): boolean => encoded === wanted;

/** A text once it has not changed for a while. */
function useRested(value: string | null): string | null {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
