"use client";
import { useEffect, useState } from "react";
import { serverNow } from "./serverClock.ts";

/** The server's time in Unix milliseconds, anew each second, or as often as is said, while it matters. */
export function useNow(active: boolean, everyMs = 1000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (!active) return;
    setNow(serverNow());
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [active, everyMs]);
  return now;
}
