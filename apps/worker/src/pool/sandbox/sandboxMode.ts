/** Whether encoders run in a sandbox: as far as the system has one, never, or else nothing starts. */
export const sandboxModes = ["auto", "off", "required"] as const;

export type SandboxMode = (typeof sandboxModes)[number];
