import type { SandboxStatus } from "./sandboxStatus.ts";

/** What the service can do on this machine, measured when asked. */
export interface Capacity {
  /** Encoders that take tasks. */
  readonly encoders: number;
  /** Tasks each runs at once. */
  readonly inFlight: number;
  /** Cores the process may use: the cgroup's quota rounded up, or the machine's. */
  readonly cores: number;
  /** Bytes that pool and service may use. */
  readonly budgetBytes: number;
  /** Sum of the encoders' reservations now, in bytes. */
  readonly reservedBytes: number;
  /** Encoders that could begin an image at once and wait for memory. */
  readonly waitingForMemory: number;
  /** Resident memory of service and encoders now, in bytes; null where the system does not tell. */
  readonly usedBytes: number | null;
  /** The disk of the data directory. `waiting`: pieces of work that go on once there is room on it. */
  readonly disk: { readonly freeBytes: number; readonly reserveBytes: number; readonly waiting: number };
  readonly memory: { readonly totalBytes: number; readonly availableBytes: number; readonly limitBytes: number | null };
  /** Which native implementation runs; `missing` says why the addon does not. */
  readonly native: { readonly kind: "addon" } | { readonly kind: "portable"; readonly missing: string };
  readonly sandbox: SandboxStatus;
}
