/** Classes of urgency, the most urgent first: an interactive image never waits for a background job. */
export const priorities = ["interactive", "normal", "background"] as const;

export type Priority = (typeof priorities)[number];
