/** What is wrong with a data directory. */
export type FindingKind =
  /** SQLite says that its file is damaged, or that rows refer to rows that are not there. */
  | "damagedStore"
  /** A row that does not fit the others: a state without its outputs, sums that are not those of the tasks. */
  | "inconsistentStore"
  /** A file that a row refers to is not there. */
  | "missingFile"
  /** A file that is not as long as its row says, or has other bytes. */
  | "changedFile"
  /** A file of the blob store that no row refers to. */
  | "orphan"
  /** A file that a write or an encoder left behind. */
  | "leftover";

/** One thing that is wrong. */
export interface Finding {
  readonly kind: FindingKind;
  /** What it is, for people: names rows and files by their ids and keys. */
  readonly what: string;
}

/** What was looked at, and what was found. */
export interface CheckReport {
  readonly jobs: number;
  readonly tasks: number;
  /** Files of the blob store. */
  readonly files: number;
  /** Bytes of them that were read and compared. */
  readonly bytes: number;
  readonly findings: readonly Finding[];
}
