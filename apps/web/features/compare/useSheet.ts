"use client";
import { type RefObject, useEffect, useRef, useState } from "react";

/** Below this the comparison takes the whole window: beside it there is no room for a list. */
const narrow = "(max-width: 63.99rem)";

export interface Sheet {
  readonly ref: RefObject<HTMLDialogElement | null>;
  /** Whether it covers the page, which then can't be reached. */
  readonly isModal: boolean;
  readonly canEnlarge: boolean;
  readonly toggle: () => void;
}

/** A dialog beside the page, or over it: in a narrow window, and where that is wished. It has the focus from when it opens. */
export function useSheet(): Sheet {
  const ref = useRef<HTMLDialogElement>(null);
  const isNarrow = useMedia(narrow);
  const [isEnlarged, setIsEnlarged] = useState(false);
  const isModal = isNarrow || isEnlarged;
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    const focused = dialog.contains(document.activeElement) ? document.activeElement : dialog;
    if (isModal) dialog.showModal();
    else {
      dialog.show();
      // As high as the window: all of it is to be seen, and the list beside it from its beginning. Not scrolled into view, which keeps clear
      // of the list's toolbar, as if that covered the panel.
      const { top } = dialog.getBoundingClientRect();
      if (top > 0) window.scrollBy({ top });
    }
    // A dialog would give it to the first thing in it.
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    return () => dialog.close();
  }, [isModal]);
  return { ref, isModal, canEnlarge: !isNarrow, toggle: () => setIsEnlarged(!isEnlarged) };
}

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const list = window.matchMedia(query);
    const changed = () => setMatches(list.matches);
    list.addEventListener("change", changed);
    return () => list.removeEventListener("change", changed);
  }, [query]);
  return matches;
}
