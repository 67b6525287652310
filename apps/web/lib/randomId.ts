import { type Id, idFromBytes } from "@pixelmill/core";

/** A new id. `getRandomValues` works on plain-HTTP pages too, which `randomUUID` does not. */
export const randomId = (): Id => idFromBytes(crypto.getRandomValues(new Uint8Array(16)));
