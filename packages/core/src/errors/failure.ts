import type { Failure } from "../result.ts";
import { type ErrorCode, errorTable } from "./errorTable.ts";
import { fillIn } from "./fillIn.ts";

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;

/** The values that the message of `Code` asks for. */
export type FailureValues<Code extends ErrorCode> = {
  readonly [Name in Placeholders<(typeof errorTable)[Code]["message"]>]: string | number;
};

type Arguments<Code extends ErrorCode> = keyof FailureValues<Code> extends never ? [] : [values: FailureValues<Code>];

/** Makes the failure of a code, its public message filled in. The compiler asks for exactly the values the message names. */
export function failure<Code extends ErrorCode>(code: Code, ...[values]: Arguments<Code>): Failure {
  const named: Readonly<Record<string, string | number>> = values ?? {};
  return { code, message: fillIn(errorTable[code].message, named) };
}

/** Whether the same request may succeed later without being changed. */
export const isRetryable = (code: ErrorCode): boolean => errorTable[code].retryable;

/**
 * The values that a failure's message was filled in with, as texts: for who says it in another language. Null where the message is not
 * the table's, as in what another version of Pixelmill stored.
 */
export function failureValues({ code, message }: Failure): Readonly<Record<string, string>> | null {
  const pattern = errorTable[code].message
    .replace(/[.*+?^$()|[\]\\]/g, "\\$&")
    .replace(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>.*?)`);
  const match = new RegExp(`^${pattern}$`, "s").exec(message);
  return match === null ? null : { ...match.groups };
}
