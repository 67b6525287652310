/** Cap of the budget where none is configured, in bytes. */
export const defaultMemoryCapBytes = 4_000_000_000;

const roomyBytes = 16_000_000_000;

/**
 * The budget in bytes: the cap, but never more than 0.7 of what is available above 16 GB, or 0.5 below.
 * `availableBytes` has to include what pool and service use already, so that the budget does not shrink as it is used.
 */
export function budgetBytes(availableBytes: number, capBytes: number): number {
  const fraction = availableBytes > roomyBytes ? 0.7 : 0.5;
  return Math.floor(Math.min(capBytes, fraction * availableBytes));
}
