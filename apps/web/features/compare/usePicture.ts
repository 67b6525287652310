"use client";
import { type Failure, failure, type Id } from "@pixelmill/core";
import { useCallback, useState } from "react";
import { failureInBody } from "../../lib/failureOf.ts";
import { viewUrl } from "../job/links.ts";
import type { Shown } from "./pairing.ts";

export type PictureState =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly image: HTMLImageElement }
  | { readonly kind: "failed"; readonly failure: Failure };

/** A picture on its way to the stage. */
export interface LoadedPicture {
  readonly shown: Shown;
  readonly url: string;
  readonly state: PictureState;
  /** Whether what is shown is a preview, which the server makes of what browsers, or this one, can't show. */
  readonly isPreview: boolean;
  readonly onLoad: (image: HTMLImageElement) => void;
  readonly onError: () => void;
  readonly retry: () => void;
}

/** What is known of one address. */
interface Known {
  readonly base: string;
  readonly state: PictureState;
  /** The browser could not show the file itself. */
  readonly asksPreview: boolean;
  readonly attempt: number;
}

const loading: PictureState = { kind: "loading" };

/** Loads a picture, as a preview where the browser turns out not to show the file. Null without a picture. */
export function usePicture(jobId: Id, taskId: Id, shown: Shown | null): LoadedPicture | null {
  const base = shown === null ? "" : viewUrl(jobId, taskId, shown.side);
  const [last, setKnown] = useState<Known>(() => unknown(base));
  const known = startOf(last, base);
  const url = addressOf(known);

  const onLoad = useCallback(
    (image: HTMLImageElement) => setKnown((before) => ({ ...startOf(before, base), state: { kind: "ready", image } })),
    [base],
  );
  const asked = known.asksPreview || shown?.isPreview === true;
  const onError = useCallback(() => {
    if (!asked) {
      setKnown((before) => ({ ...startOf(before, base), state: loading, asksPreview: true }));
      return;
    }
    void whyNot(url).then((why) =>
      setKnown((before) => (before.base === base ? { ...before, state: { kind: "failed", failure: why } } : before)),
    );
  }, [asked, base, url]);
  const retry = useCallback(() => setKnown((before) => ({ ...before, state: loading, attempt: before.attempt + 1 })), []);
  return shown === null ? null : { shown, url, state: known.state, isPreview: asked, onLoad, onError, retry };
}

const unknown = (base: string): Known => ({ base, state: loading, asksPreview: false, attempt: 0 });

const startOf = (before: Known, base: string): Known => (before.base === base ? before : unknown(base));

/** Another attempt has another address: the browser keeps to what it knows of one. */
function addressOf({ base, asksPreview, attempt }: Known): string {
  const query = [...(asksPreview ? ["preview=1"] : []), ...(attempt > 0 ? [`attempt=${attempt}`] : [])];
  return query.length === 0 ? base : `${base}?${query.join("&")}`;
}

/** Why an address gave no picture, which an image does not tell. */
async function whyNot(url: string): Promise<Failure> {
  try {
    const answer = await fetch(url);
    if (!answer.ok) return failureInBody(await answer.text()) ?? failure("unavailable");
    await answer.body?.cancel();
    return failure("corruptImage");
  } catch {
    return failure("unavailable");
  }
}
