"use client";
import { useEffect, useState } from "react";
import { serverNow } from "./serverClock.ts";

/** The server's time in Unix milliseconds, each second anew while it matters. */
export function useNow(active: boolean): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (!active) return;
    setNow(serverNow());
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}
