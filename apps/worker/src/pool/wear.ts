/** When an encoder is worn and gets replaced. */
export interface WearLimits {
  readonly maxTasks: number;
  readonly maxIdleGrowthBytes: number;
}

/** Past its count of tasks. */
export const hasRunEnough = (endedTasks: number, limits: WearLimits): boolean => endedTasks >= limits.maxTasks;

/** Its memory, with nothing running, has grown too far since it was warm. Unknown memory is no growth. */
export const hasGrown = (baseBytes: number | null, idleBytes: number | null, limits: WearLimits): boolean =>
  baseBytes !== null && idleBytes !== null && idleBytes - baseBytes > limits.maxIdleGrowthBytes;
