"use client";
import type { Id } from "@pixelmill/core";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

export interface Comparing {
  /** The file that is compared with its original; null where none is. */
  readonly id: Id | null;
  /** Of the list and what it is compared in. */
  readonly area: RefObject<HTMLDivElement | null>;
  readonly show: (id: Id) => void;
  /** Brings the line of a file into view. */
  readonly reveal: (id: Id) => void;
  readonly close: () => void;
}

/** Which file of a list is compared with its original. Its line has the focus again when the comparison closes. */
export function useComparing(ids: readonly Id[], scrollTo: (index: number) => void): Comparing {
  const [id, setId] = useState<Id | null>(null);
  const area = useRef<HTMLDivElement>(null);
  const latest = useRef({ ids, scrollTo });
  latest.current = { ids, scrollTo };
  const last = useRef<Id | null>(null);

  useEffect(() => {
    const before = last.current;
    last.current = id;
    if (id === null && before !== null)
      area.current?.querySelector<HTMLElement>(`[data-compare="${before}"]`)?.focus({ preventScroll: true });
  }, [id]);

  const reveal = useCallback((shown: Id) => {
    // The list may just have got another width, and its lines other heights.
    requestAnimationFrame(() => {
      const index = latest.current.ids.indexOf(shown);
      if (index !== -1) latest.current.scrollTo(index);
    });
  }, []);
  return { id, area, show: setId, reveal, close: useCallback(() => setId(null), []) };
}
