import { anonymousBytes, childrenOf } from "../bench/processes/procfs.ts";

const sampleMs = 20;

/** The most memory of its own that any one process a worker started was seen to have, and all of them together, in bytes. */
export interface MostMemory {
  readonly one: number;
  readonly together: number;
}

/** Looks at the encoders of a worker until it is stopped, on Linux. */
export function watchEncoders(workerPid: number): { stop(): MostMemory } {
  let [one, together] = [0, 0];
  const timer = setInterval(() => {
    const bytes = childrenOf(workerPid).map((pid) => anonymousBytes(pid) ?? 0);
    one = Math.max(one, ...bytes);
    together = Math.max(
      together,
      bytes.reduce((sum, each) => sum + each, 0),
    );
  }, sampleMs);
  return {
    stop: () => {
      clearInterval(timer);
      return { one, together };
    },
  };
}
