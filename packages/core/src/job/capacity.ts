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
  /** Resident memory of service and encoders now, in bytes; null where the system does not tell. */
  readonly usedBytes: number | null;
  readonly memory: { readonly totalBytes: number; readonly availableBytes: number; readonly limitBytes: number | null };
  /** Which native implementation runs; `missing` says why the addon does not. */
  readonly native: { readonly kind: "addon" } | { readonly kind: "portable"; readonly missing: string };
}
