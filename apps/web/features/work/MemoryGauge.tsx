"use client";
import type { Capacity } from "@pixelmill/core";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { WaitingMark } from "./WaitingMark.tsx";

/** Memory against the budget: what is in use, over what running work has reserved. */
export function MemoryGauge({ capacity }: { readonly capacity: Capacity }): ReactNode {
  const { t, formats } = useWords();
  const { usedBytes, reservedBytes, budgetBytes, waitingForMemory } = capacity;
  const [reserved, budget] = [formats.bytes(reservedBytes), formats.bytes(budgetBytes)];
  const text =
    usedBytes === null
      ? t("work.memoryReserved", { reserved, budget })
      : t("work.memoryText", { used: formats.bytes(usedBytes), reserved, budget });
  const shown = usedBytes ?? reservedBytes;
  return (
    <div>
      <h2 className="text-muted">{t("work.memory")}</h2>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element has one bar, this has two */}
      <div
        role="meter"
        aria-label={t("work.memory")}
        aria-valuemin={0}
        aria-valuemax={budgetBytes}
        aria-valuenow={Math.min(shown, budgetBytes)}
        aria-valuetext={text}
        data-testid="memory-gauge"
        className="relative mt-2 h-2 overflow-hidden rounded-full bg-track"
      >
        <div className={`${bar} bg-accent-soft`} style={{ transform: `scaleX(${shareOf(reservedBytes, budgetBytes)})` }} />
        {usedBytes !== null && (
          <div className={`${bar} bg-accent`} style={{ transform: `scaleX(${shareOf(usedBytes, budgetBytes)})` }} />
        )}
      </div>
      <p className="mt-1.5 tabular-nums">{text}</p>
      <WaitingMark text={waitingForMemory > 0 ? t("work.waitingForMemory") : null} testId="waiting-for-memory" />
    </div>
  );
}

const bar = "absolute inset-0 origin-left transition-transform duration-150";

const shareOf = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.min(1, part / whole));
