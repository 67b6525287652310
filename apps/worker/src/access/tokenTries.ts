import { createHash, timingSafeEqual } from "node:crypto";
import { networkOf } from "./clientAddress.ts";

/** What comes of a token that was handed in. `tooMany`: it was not looked at. */
export type Verdict = "right" | "wrong" | "tooMany";

/** Different wrong tokens that an address may try in a row. */
const mostTries = 10;

/** After how long an address has one try more, in seconds. */
export const triesRefillSeconds = 6;

/** Addresses that are remembered, those of the latest wrong tokens: about 2 MB. */
const mostAddresses = 10_000;

interface Tries {
  /** Tries that were used up, at `at`. */
  readonly used: number;
  /** On the clock, in milliseconds. */
  readonly at: number;
  /** Digest of the last wrong token. */
  readonly last: string;
}

/**
 * Looks at tokens, and slows down whoever guesses: an address that has used up its tries is told nothing, not even that a token is right,
 * until it has one again. The same wrong token once more is no new guess: a script with an old token that asks again and again does not
 * lock out the people at its address.
 */
export class TokenTries {
  readonly #right: Buffer;
  readonly #now: () => number;
  readonly #tries = new Map<string, Tries>();

  /** `now`: a clock in milliseconds that never goes back. */
  constructor(token: string, now: () => number) {
    this.#right = digestOf(token);
    this.#now = now;
  }

  /** Judges a token that came from an IP address. */
  judge(address: string, token: string): Verdict {
    const network = networkOf(address);
    const { used, last } = this.#triesOf(network);
    const digest = digestOf(token);
    const text = digest.toString("hex");
    if (text === last) return "wrong";
    if (used > mostTries - 1) return "tooMany";
    // Digests have one length, which timingSafeEqual demands.
    if (timingSafeEqual(digest, this.#right)) return "right";
    this.#remember(network, { used: used + 1, at: this.#now(), last: text });
    return "wrong";
  }

  /** As they are now: time gives tries back. */
  #triesOf(network: string): Pick<Tries, "used" | "last"> {
    const { used, at, last } = this.#tries.get(network) ?? { used: 0, at: 0, last: "" };
    return { used: Math.max(0, used - (this.#now() - at) / (1000 * triesRefillSeconds)), last };
  }

  /** The latest is the last in the map; the first is forgotten where there are too many. */
  #remember(network: string, tries: Tries): void {
    this.#tries.delete(network);
    this.#tries.set(network, tries);
    const [first] = this.#tries.keys();
    if (this.#tries.size > mostAddresses && first !== undefined) this.#tries.delete(first);
  }
}

const digestOf = (token: string): Buffer => createHash("sha256").update(token).digest();
