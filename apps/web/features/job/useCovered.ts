"use client";
import { type RefObject, useEffect, useState } from "react";

/**
 * What a bar that stays at the window's upper edge covers of the page, in CSS pixels; nothing where it scrolls along. While it is shown,
 * what is focused scrolls clear of it.
 */
export function useCovered(bar: RefObject<HTMLElement | null>): number {
  const [covered, setCovered] = useState(0);
  useEffect(() => {
    const element = bar.current;
    if (element === null) return;
    const root = document.documentElement;
    const measure = () => {
      const height = getComputedStyle(element).position === "sticky" ? element.offsetHeight : 0;
      root.style.scrollPaddingTop = `${height}px`;
      setCovered(height);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    // It may stay or scroll along by the window's height alone.
    window.addEventListener("resize", measure);
    return () => {
      observer.disconnect();
      window.removeEventListener("resize", measure);
      root.style.scrollPaddingTop = "";
    };
  }, [bar]);
  return covered;
}
