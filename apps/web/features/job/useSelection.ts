"use client";
import type { Id } from "@pixelmill/core";
import { useCallback, useRef, useState } from "react";
import { rangeOf } from "./rows.ts";

export interface Selection {
  readonly ids: ReadonlySet<Id>;
  /** Selects or deselects one; with `range` everything from the last one on. */
  readonly toggle: (id: Id, selected: boolean, range: boolean) => void;
  readonly replace: (ids: readonly Id[]) => void;
}

/** Which files are selected, of the ones that are shown in this order. */
export function useSelection(shownIds: readonly Id[]): Selection {
  const [ids, setIds] = useState<ReadonlySet<Id>>(new Set());
  const shown = useRef(shownIds);
  shown.current = shownIds;
  const last = useRef<Id | null>(null);

  const toggle = useCallback((id: Id, selected: boolean, range: boolean) => {
    const changed = range && last.current !== null ? rangeOf(shown.current, last.current, id) : [id];
    last.current = id;
    setIds((before) => {
      const after = new Set(before);
      for (const each of changed) {
        if (selected) after.add(each);
        else after.delete(each);
      }
      return after;
    });
  }, []);
  const replace = useCallback((next: readonly Id[]) => setIds(new Set(next)), []);
  return { ids, toggle, replace };
}
