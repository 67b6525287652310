import { parseArgs } from "node:util";
import { type OptionName, optimizeOptions } from "./options.ts";

/** What the words after `optimize` say, nothing of it checked but its form. */
export interface OptionTexts {
  /** Files and folders. */
  readonly inputs: readonly string[];
  /** Values by option; an option without a value is `true`. Given twice, the last counts. */
  readonly values: Partial<Readonly<Record<OptionName, string | true>>>;
  /** Unknown options, missing values and the like, one line each. */
  readonly problems: readonly string[];
}

type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { readonly kind: "option" }>;

/** Takes the words apart. Problems are collected, so that the user hears of all of them at once. */
export function readOptions(words: readonly string[]): OptionTexts {
  const tokens = tokensOf(words);
  const options = tokens.filter((token) => token.kind === "option");
  const problems = options.map(problemOf).filter((problem) => problem !== null);
  const known = options.filter((token) => problemOf(token) === null);
  return {
    inputs: tokens.filter((token) => token.kind === "positional").map(({ value }) => value),
    values: Object.fromEntries(known.map(({ name, value }) => [name, value ?? true])),
    problems: [...new Set(problems)],
  };
}

// Not strict: strict would stop at the first problem.
function tokensOf(words: readonly string[]) {
  return parseArgs({ args: [...words], options: optimizeOptions, allowPositionals: true, strict: false, tokens: true }).tokens;
}

function problemOf({ name, rawName, value, inlineValue }: OptionToken): string | null {
  if (!Object.hasOwn(optimizeOptions, name)) return `${rawName}: there is no such option`;
  const takesValue = optimizeOptions[name as OptionName].type === "string";
  if (!takesValue) return value === undefined ? null : `${rawName}: takes no value`;
  // A next word with a dash is rather an option whose predecessor lacks its value; `--out=-name` says it is meant.
  const swallowed = inlineValue === false && value.startsWith("-");
  return value === undefined || value === "" || swallowed ? `${rawName}: needs a value` : null;
}
