import { describe, expect, it } from "vitest";
import { pictureBombs, slowBomb } from "../bench/bombs/bombs.ts";
import { besiege, wordsOf } from "./testing/bombs.ts";

const raised = { MAX_MEGAPIXELS: "10000", MAX_FRAMES: "100000" };

const overBudget = expect.stringMatching(/^exceedsMemory: .+ needs about .+ the budget leaves .+ Raise MEMORY_LIMIT\.$/);
const stopped = expect.stringMatching(/^deadlineExceeded: Encoding took longer than \d+ s and was stopped\.$/);

describe.runIf(process.platform === "linux")("bombs that the limits let through", () => {
  it("are held by the budget and their deadline, and a job beside them is done whole", { timeout: 900_000 }, async () => {
    const pictures = pictureBombs();
    const wish = { bombs: [...pictures, slowBomb()], outputs: [{ format: "webp" }] } as const;
    await besiege({ ...raised, MEMORY_LIMIT: "700M" }, [wish], async ({ verdicts, damaged, memory, budgetBytes }) => {
      const words = verdicts.flatMap((of) => [...of].map(([name, [result]]) => [name, wordsOf(result)]));
      const refused = pictures.map(({ name }) => [name, overBudget]);
      expect(Object.fromEntries(words)).toEqual({ ...Object.fromEntries(refused), "many-scans.jpg": stopped });
      expect(damaged).toEqual([]);
      expect(memory.one).toBeGreaterThan(0);
      expect(memory.together).toBeLessThanOrEqual(budgetBytes);
    });
  });
});
