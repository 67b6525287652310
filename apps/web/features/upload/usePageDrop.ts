"use client";
import { useEffect, useEffectEvent, useState } from "react";

/** Takes files dropped or pasted anywhere on the page. Returns whether some are being dragged over it. */
export function usePageDrop(onFiles: (data: DataTransfer) => void, enabled = true): boolean {
  const [dragging, setDragging] = useState(false);
  const take = useEffectEvent(onFiles);

  useEffect(() => {
    if (!enabled) return;
    // Every element under the pointer sends its own enter and leave.
    let depth = 0;
    const set = (next: number) => {
      depth = Math.max(0, next);
      setDragging(depth > 0);
    };
    const listeners: { [Name in "dragenter" | "dragover" | "dragleave" | "drop"]: (event: DragEvent) => void } = {
      dragenter: (event) => hasFiles(event.dataTransfer) && set(depth + 1),
      dragleave: (event) => hasFiles(event.dataTransfer) && set(depth - 1),
      dragover: (event) => {
        if (!event.dataTransfer || !hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        // The page's guard has said "none" before.
        event.dataTransfer.dropEffect = "copy";
      },
      drop: (event) => {
        set(0);
        if (!hasFiles(event.dataTransfer)) return;
        event.preventDefault();
        if (event.dataTransfer) take(event.dataTransfer);
      },
    };
    const paste = ({ clipboardData }: ClipboardEvent) => {
      if (clipboardData && hasFiles(clipboardData)) take(clipboardData);
    };
    const stop = new AbortController();
    const { signal } = stop;
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener, { signal });
    addEventListener("paste", paste, { signal });
    return () => {
      stop.abort();
      setDragging(false);
    };
  }, [enabled]);

  return dragging;
}

const hasFiles = (data: DataTransfer | null): boolean => data?.types.includes("Files") ?? false;
