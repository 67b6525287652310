import type { Id } from "@pixelmill/core";
import { wait } from "../../lib/wait.ts";

/** How long other pages are waited for, in milliseconds: one that is alive answers within a few. */
const answerMs = 400;

const channelName = "pixelmill.uploads";

/** A page asks who sends files of these jobs, or answers that it does. */
type Message = { readonly asks: readonly Id[] } | { readonly sends: readonly Id[] };

/**
 * Pages of this browser tell each other what they send, so that none of it is sent twice. (Web Locks would do that, and need a secure
 * context.) A page that has crashed or is frozen does not answer: what it sent is gone on with.
 */
export class OtherTabs {
  readonly #channel: BroadcastChannel | null;

  /** `isSending`: whether this page sends files of a job. */
  constructor(isSending: (jobId: Id) => boolean) {
    this.#channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(channelName);
    this.#channel?.addEventListener("message", ({ data }: MessageEvent<Message>) => {
      if ("asks" in data) this.#say({ sends: data.asks.filter(isSending) });
    });
  }

  /** Of these jobs those that another page sends files of. */
  async sending(jobIds: readonly Id[]): Promise<ReadonlySet<Id>> {
    const sent = new Set<Id>();
    if (this.#channel === null || jobIds.length === 0) return sent;
    const listen = ({ data }: MessageEvent<Message>) => {
      if ("sends" in data) for (const jobId of data.sends) sent.add(jobId);
    };
    this.#channel.addEventListener("message", listen);
    this.#say({ asks: jobIds });
    await wait(answerMs);
    this.#channel.removeEventListener("message", listen);
    return sent;
  }

  close(): void {
    this.#channel?.close();
  }

  #say(message: Message): void {
    this.#channel?.postMessage(message);
  }
}
