/** What of the encoders' sandbox is in force. */
export interface SandboxStatus {
  readonly state: "full" | "partial" | "none";
  /** Why something is not in force, in words for the user; empty where all of it is. */
  readonly missing: readonly string[];
}

/** The status in words, as the end of a sentence that begins with the sandbox. */
export function sandboxText({ state, missing }: SandboxStatus): string {
  const inForce = { full: "in force", partial: "in force in part", none: "not in force" }[state];
  return missing.length === 0 ? inForce : `${inForce}: ${missing.join("; ")}`;
}
