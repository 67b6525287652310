"use client";
import type { KeyboardEvent } from "react";

/** What a key does in the comparison. */
export interface Shortcuts {
  readonly [key: string]: () => void;
}

/** Things that have a use of their own for keys. */
const ownKeys = "[role=slider], select, summary, input, textarea";

/**
 * Handles keys anywhere in the comparison. `shortcuts` are by key, `Shift+` before those that need it; the space bar is held, unless it
 * would press a button.
 */
export function useShortcuts(shortcuts: Shortcuts, onHold: (holds: boolean) => void, onClose: () => void) {
  return {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { key, shiftKey, target, repeat } = event;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
      if (key === "Escape") {
        event.preventDefault();
        onClose();
        return;
      }
      if (target.closest(ownKeys)) return;
      if (key === " " && !target.closest("button, a")) {
        event.preventDefault();
        if (!repeat) onHold(true);
        return;
      }
      // Signs are where a keyboard has them, with Shift or without.
      const run = shortcuts[key.startsWith("Arrow") && shiftKey ? `Shift+${key}` : key.toLowerCase()] ?? shortcuts[key];
      if (run === undefined) return;
      event.preventDefault();
      run();
    },
    onKeyUp: ({ key }: KeyboardEvent<HTMLElement>) => {
      if (key === " ") onHold(false);
    },
  };
}
