/** What is said of other settings for a job that has run. */
export const en = {
  open: "Change settings",
  close: "Close settings",
  panel: "Settings of the job",
  effect: "What changes",
  unchanged:
    "The results were made with these settings. Change any of them, and files are made again from their originals on the server: nothing is uploaded again.",
  /** Files whose results are not what the settings now ask for. */
  outdated:
    "{count, plural, =0 {Nothing to do: all files have these settings.} one {# result is outdated. It is dropped when its file is made again.} other {# results are outdated. They are dropped when their files are made again.}}",
  others:
    "{count, plural, one {# file has settings of its own: make it again with these, or change them.} other {# files have settings of their own: make them again with these, or change them.}}",
  invalid: "Finish the settings first.",
  approximate: "A script made this job: it asks for more than these fields show.",
  applyAll: "{count, plural, one {Make # file again} other {Make # files again}}",
  applySelected: "Apply settings",
  discard: "Discard changes",
  /** At a file whose result is not what the settings now ask for. */
  tag: "Outdated",
  own: "Own settings: {settings}",
} as const;
