import type { Failure, Id, Result } from "@pixelmill/core";

/** One file on its way to the server. */
export interface UploadItem {
  readonly jobId: Id;
  readonly taskId: Id;
  readonly path: string;
  readonly file: File;
}

/** Where an upload stands. `retrying` will try again by itself; `failed` will not. */
export type UploadState =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending"; readonly sentBytes: number }
  | { readonly kind: "retrying"; readonly failure: Failure }
  | { readonly kind: "sent" }
  | { readonly kind: "failed"; readonly failure: Failure };

/** An item with its state; replaced by a new object when the state changes. */
export interface Upload extends UploadItem {
  readonly state: UploadState;
}

export const isEnded = ({ kind }: UploadState): boolean => kind === "sent" || kind === "failed";

export interface SendOptions {
  readonly signal: AbortSignal;
  /** Bytes sent so far of this file. */
  readonly onProgress: (sentBytes: number) => void;
}

/** Sends one file once. Never rejects; after an abort the result means nothing. */
export type SendFile = (item: UploadItem, options: SendOptions) => Promise<Result<null>>;
