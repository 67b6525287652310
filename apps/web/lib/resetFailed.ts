interface Attempt {
  readonly isError: boolean;
  readonly reset: () => void;
}

/** Takes back what earlier attempts said went wrong, as another one begins. Those that are underway go on, and are heard of. */
export function resetFailed(...attempts: readonly Attempt[]): void {
  for (const attempt of attempts) if (attempt.isError) attempt.reset();
}
