import type { JobState, Priority } from "@pixelmill/core";
import { formatBytes, formatChange, formatCount, formatDuration, plural } from "../../lib/format.ts";
import type { Filter, Phase } from "./rows.ts";

const phases: Readonly<Record<Phase, string>> = {
  waiting: "Waiting to upload",
  sending: "Uploading",
  retrying: "Waiting to try again",
  sent: "Uploaded",
  uploadFailed: "Not uploaded",
  received: "Checking",
  queued: "In line",
  assigned: "Next",
  running: "Optimizing",
  optimized: "Done",
  keptOriginal: "Kept as it was",
  failed: "Failed",
  cancelled: "Cancelled",
};

const states: Readonly<Record<JobState, string>> = {
  open: "Waiting for files",
  sealed: "Working",
  finished: "Finished",
  cancelled: "Cancelled",
};

const filters: Readonly<Record<Filter, string>> = {
  all: "All",
  active: "Active",
  done: "Done",
  kept: "Kept",
  failed: "Failed",
  cancelled: "Cancelled",
};

const dateFormat = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** What a job's pages say, in English. */
export const jobMessages = {
  phases,
  states,
  filters,
  /** To the page that sends an open job's files. */
  uploadingState: "Uploading and working",
  /** A job by the folder or file that comes first in it. */
  name: (first: string, others: number) => (others === 0 ? first : `${first} and ${formatCount(others)} more`),
  unnamed: (files: number) => (files === 0 ? "Job without files" : `Job of ${plural(files, "file", "files")}`),
  created: (at: number) => dateFormat.format(at),
  loading: "Loading the job…",
  notFoundTitle: "There is no such job",
  notFoundHelp: "It may have been deleted, or it belongs to another browser.",
  newJob: "Optimize more images",
  firstJob: "Optimize images",
  // Numbers
  progressLabel: "Progress of the job",
  progressText: (ended: number, files: number) => `${formatCount(ended)} of ${plural(files, "file", "files")} done`,
  files: "Files",
  smaller: "Smaller by",
  larger: "Larger by",
  /** Where files came back in several outputs, all of which count. */
  togetherSmaller: "Together smaller by",
  togetherLarger: "Together larger by",
  speed: "Speed",
  elapsed: "Time",
  left: "Time left",
  filesValue: (ended: number, files: number) => `${formatCount(ended)} / ${formatCount(files)}`,
  speedValue: (bytesPerSecond: number | null) => (bytesPerSecond === null ? "–" : `${formatBytes(bytesPerSecond)}/s`),
  timeValue: (ms: number) => (ms < 1000 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms)),
  leftValue: (ms: number | null) => (ms === null ? "estimating…" : `about ${formatDuration(Math.max(1000, ms))}`),
  none: "–",
  nothingYet: "Nothing finished yet",
  /** Why the list has fewer files than the job was meant to get. */
  onlyHere: (here: number) => `The list shows the ${plural(here, "file that is", "files that are")} here.`,
  otherTasks: (count: number) => `${plural(count, "image of other jobs is", "images of other jobs are")} at work or in line too.`,
  // Actions
  downloadAll: "Download all (ZIP)",
  downloadReady: (count: number) => `Download ${formatCount(count)} finished (ZIP)`,
  downloadSelected: "Download",
  downloadFile: (path: string) => `Download ${path}`,
  retryFailed: (count: number) => `Retry failed (${formatCount(count)})`,
  retry: "Retry",
  priority: "Priority",
  priorities: { interactive: "Before all others", normal: "Normal", background: "In the background" } satisfies Readonly<
    Record<Priority, string>
  >,
  moveToTop: "Move to top",
  atTop: "Moved to the top of its priority.",
  cancelJob: "Cancel job",
  cancel: "Cancel",
  report: "Report",
  deleteJob: "Delete job",
  deleteConfirm: "Delete this job, its files and its results from the server?",
  deleteYes: "Delete",
  deleteNo: "Keep",
  actionFailed: (message: string) => `That did not work. ${message}`,
  dismiss: "Dismiss",
  // List
  listLabel: "Files of the job",
  filterLabel: "Show",
  selectAll: "Select all shown",
  selectFile: (path: string) => `Select ${path}`,
  selected: (count: number) => `${formatCount(count)} selected`,
  clearSelection: "Clear",
  noneShown: "No files here.",
  noneYet: "No files yet.",
  uploadedShare: (percent: number) => `Uploading ${percent} %`,
  dimensions: (width: number, height: number, label: string) => `${label} ${width} × ${height}`,
  /** What became of a file of which several were to be made. */
  made: (made: number, wished: number) =>
    made === wished ? `${plural(made, "file", "files")} made` : `${made} of ${plural(wished, "file", "files")} made`,
  /** What is known of a result. */
  facts: {
    path: "File",
    source: "From",
    result: "To",
    frames: "Frames",
    change: "Size",
    score: "Score",
    encoder: "Encoder",
    encodes: "Encodes tried",
    reason: "Kept because",
    time: "Time to encode",
    memory: "Most memory",
    warning: "Note",
    error: "Failed because",
  },
  /** What was measured of all results of a file together. */
  ofAll: (value: string, outputs: number) => (outputs === 1 ? value : `${value} for all ${outputs} files`),
  lossless: "lossless",
  qualityValue: (quality: number) => `quality ${quality}`,
  coloursValue: (colours: number) => `${colours} colours`,
  effortValue: (label: string) => `effort ${label}`,
  scoreValue: (score: number, look: string) => `${score.toFixed(1)} (SSIMULACRA2: ${look})`,
  /** In a line of the list. */
  score: (score: number) => `score ${score.toFixed(0)}`,
  showFacts: (path: string) => `Show all facts of ${path}`,
  hideFacts: (path: string) => `Hide the facts of ${path}`,
  picture: "HTML for a page",
  pictureHelp: "The browser takes the file that suits it. Addresses are those in the ZIP; say what the picture shows in alt.",
  copy: "Copy",
  copied: "Copied.",
  copyFailed: "The browser did not allow it: select the text and copy it yourself.",
  manifest: "List (CSV)",
  outputsOf: (path: string) => `What became of ${path}`,
  showOutputs: (path: string) => `Show what became of ${path}`,
  hideOutputs: (path: string) => `Hide what became of ${path}`,
  /** Bytes before and after, with the number of files that came of it where each became several. */
  bytesOfOutputs: (before: number, after: number, outputs: number) =>
    `${formatBytes(before)} → ${formatBytes(after)} in ${plural(outputs, "file", "files")}`,
  bytes: (before: number, after: number | null) =>
    after === null ? formatBytes(before) : `${formatBytes(before)} → ${formatBytes(after)}`,
  // Uploads that a reload cut
  missing: (count: number) => `${plural(count, "file was", "files were")} not uploaded: the page was closed or reloaded.`,
  missingUnknown: "This job still takes files: its uploads were not finished in this browser.",
  missingHelp: "Drop the same folder again to go on (what is here already is not sent twice), or finish with what is here.",
  finishHere: "Finish with these files",
  reload: "Reload",
  // Tab and screen reader
  tabTitle: (percent: number, ended: number, files: number) => `${percent} % · ${ended}/${files} – Pixelmill`,
  tabOver: (state: JobState, files: number) =>
    `${state === "cancelled" ? states.cancelled : `✓ ${plural(files, "file", "files")}`} – Pixelmill`,
  announceProgress: (ended: number, files: number) => `${formatCount(ended)} of ${formatCount(files)} files done.`,
  announceEnd: (state: JobState, files: number, failed: number, change: string | null) =>
    `The job is ${states[state].toLowerCase()}: ${plural(files, "file", "files")}${failed > 0 ? `, ${formatCount(failed)} failed` : ""}${change === null ? "" : `, size ${change}`}.`,
  // Jobs page
  jobsTitle: "Jobs",
  jobsEmpty: "No jobs yet.",
  jobsEmptyHelp: "What you optimize shows up here, with what it saved.",
  jobsFailed: (message: string) => `The jobs could not be loaded. ${message}`,
  jobFiles: (ended: number, files: number) =>
    ended === files ? plural(files, "file", "files") : `${formatCount(ended)} of ${plural(files, "file", "files")}`,
  jobFailed: (count: number) => `${formatCount(count)} failed`,
  jobSaved: (before: number, after: number, outputs: number | null) => {
    const change = formatChange(before, after);
    const files = outputs === null ? "" : ` in ${plural(outputs, "file", "files")}`;
    return change === null ? null : `${formatBytes(before)} → ${formatBytes(after)}${files}, ${change}`;
  },
} as const;
