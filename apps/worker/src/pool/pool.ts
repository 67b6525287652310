import type { EncoderPool, PoolOptions } from "./poolOptions.ts";

export type { EncoderPid, EncoderPool, PoolHooks, PoolOptions } from "./poolOptions.ts";

/** Makes a pool; nothing runs until `start`. */
export declare function createPool(options: PoolOptions): EncoderPool;
