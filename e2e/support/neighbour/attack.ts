import type { RawAnswer, RawRequest } from "../rawRequest.ts";
import type { GuardName } from "./guards.ts";
import type { Scene } from "./scene.ts";

/** What came of an attack: `refused`, `got through`, or a text of its own where it is neither. */
export type Outcome = string;

/** Something that a neighbour tries. */
export interface Attack {
  readonly name: string;
  /** What it gets through without; null where it gets through nowhere, since more than one guard is in its way. */
  readonly guard: GuardName | null;
  attempt(scene: Scene): Promise<Outcome>;
}

/** How a request is refused: by its status and its error's code, null where there is no body in that form. */
export type Refusal = readonly [status: number, code: string | null];

export const needsToken: Refusal = [401, "accessTokenRequired"];
export const isForeign: Refusal = [403, "forbiddenOrigin"];
export const isNothing: Refusal = [404, "notFound"];
export const isInvalid: Refusal = [400, "invalidRequest"];

/** An attack of one request. It is through where the answer is a success, or as `isThrough` says. */
export const attack = (
  guard: GuardName | null,
  name: string,
  request: (scene: Scene) => RawRequest,
  refusal: Refusal,
  isThrough = (answer: RawAnswer) => answer.status < 400,
): Attack => ({
  guard,
  name,
  attempt: async (scene) => {
    const sent = request(scene);
    return outcomeOf(sent, await scene.send(sent), refusal, isThrough);
  },
});

function outcomeOf(
  sent: RawRequest,
  answer: RawAnswer,
  [status, code]: Refusal,
  isThrough: (answer: RawAnswer) => boolean,
): Outcome {
  const isHead = sent.method === "HEAD";
  if (answer.status === status && (isHead || code === codeOf(answer))) return "refused";
  return isThrough(answer) ? "got through" : `${answer.status} ${answer.body}`;
}

/** The code of an error, as HTTP endpoints and tRPC tell it; null where there is none. */
export function codeOf({ body }: RawAnswer): string | null {
  try {
    const parsed = JSON.parse(body);
    return parsed.error?.data?.failure?.code ?? parsed.error?.code ?? null;
  } catch {
    return null;
  }
}
