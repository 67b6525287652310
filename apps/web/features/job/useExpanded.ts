"use client";
import type { Id } from "@pixelmill/core";
import { useCallback, useState } from "react";

/** Files of a list whose outputs are shown: kept by the list, since its lines come and go while it scrolls. */
export function useExpanded(): { readonly ids: ReadonlySet<Id>; readonly toggle: (id: Id) => void } {
  const [ids, setIds] = useState<ReadonlySet<Id>>(new Set());
  const toggle = useCallback(
    (id: Id) => setIds((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id])),
    [],
  );
  return { ids, toggle };
}
