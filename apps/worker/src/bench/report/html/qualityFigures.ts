import { type BenchQuality, equalScoreSummary } from "@pixelmill/core";
import type { Figure } from "../../../report/html/figure.ts";
import { qualityName } from "../qualityTables.ts";
import { type RatioBar, ratioFigure } from "./ratioFigure.ts";

/** Balanced against others at their scores; none where that was not measured. */
export function qualityFigures(of: BenchQuality): Figure[] {
  const bars = of.equalScores.flatMap((equal): RatioBar[] => {
    const { bytesRatio, cpuRatio } = equalScoreSummary(equal);
    const label = `${equal.format} against ${equal.peer}`;
    return [
      ...(bytesRatio === null ? [] : [{ label: `${label}: bytes`, ratio: bytesRatio, colour: "first" as const }]),
      ...(cpuRatio === null ? [] : [{ label: `${label}: CPU time`, ratio: cpuRatio, colour: "second" as const }]),
    ];
  });
  if (bars.length === 0) return [];
  return [
    ratioFigure({
      title: `Balanced ÷ others at the same scores, less is better: ${qualityName(of)}`,
      description: `Bytes and CPU time against ${of.equalScores.length} others`,
      head: "Balanced ÷ the other",
      bars,
    }),
  ];
}
