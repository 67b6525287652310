/** What is said of a job at work: how long it takes, and what goes on meanwhile. */
export const en = {
  // Time left
  soon: "a few seconds",
  seconds: "{from, number}–{to, number} s",
  minutes: "{from, number}–{to, number} min",
  hours: "{from, number}–{to, number} h",
  // What goes on
  title: "At work",
  encoders: "Encoders",
  /** Encoders that have nothing of this job. */
  others: "{count, plural, one {# free or with other jobs} other {# free or with other jobs}}",
  more: "{count, plural, one {# more file} other {# more files}}",
  starting: "Nothing is being encoded at the moment.",
  memory: "Memory",
  memoryText: "{used} used, {reserved} reserved, of {budget}",
  memoryReserved: "{reserved} reserved of {budget}",
  waitingForMemory: "Waiting for memory",
  disk: "Disk",
  diskText: "{free} left",
  waitingForDisk: "Waiting for disk space",
} as const;
