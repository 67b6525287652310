import { parseArgs } from "node:util";
import type { OptionFacts } from "./options.ts";

/** What the words after a command say, nothing of it checked but its form. */
export interface OptionTexts<Name extends string> {
  /** Files and folders. */
  readonly inputs: readonly string[];
  /** Values by option; an option without a value is `true`. Given twice, the last counts. */
  readonly values: Partial<Readonly<Record<Name, string | true>>>;
  /** Unknown options, missing values and the like, one line each. */
  readonly problems: readonly string[];
}

type Options = Readonly<Record<string, OptionFacts>>;
type Token = ReturnType<typeof tokensOf>[number];
type OptionToken = Extract<Token, { readonly kind: "option" }>;

/** Takes the words apart. Problems are collected, so that the user hears of all of them at once. */
export function readOptions<Name extends string>(
  words: readonly string[],
  known: Readonly<Record<Name, OptionFacts>>,
): OptionTexts<Name> {
  const tokens = tokensOf(words, known);
  const options = tokens.filter((token) => token.kind === "option");
  const problems = options.map((token) => problemOf(token, known)).filter((problem) => problem !== null);
  const good = options.filter((token) => problemOf(token, known) === null);
  return {
    inputs: tokens.filter((token) => token.kind === "positional").map(({ value }) => value),
    values: Object.fromEntries(good.map(({ name, value }) => [name, value ?? true])) as OptionTexts<Name>["values"],
    problems: [...new Set(problems)],
  };
}

// Not strict: strict would stop at the first problem.
function tokensOf(words: readonly string[], options: Options) {
  return parseArgs({ args: [...words], options, allowPositionals: true, strict: false, tokens: true }).tokens;
}

function problemOf({ name, rawName, value, inlineValue }: OptionToken, options: Options): string | null {
  const facts = Object.hasOwn(options, name) ? options[name] : undefined;
  if (facts === undefined) return `${rawName}: there is no such option`;
  const takesValue = facts.type === "string";
  if (!takesValue) return value === undefined ? null : `${rawName}: takes no value`;
  // A next word with a dash is rather an option whose predecessor lacks its value; `--out=-name` says it is meant.
  const swallowed = inlineValue === false && value.startsWith("-");
  return value === undefined || value === "" || swallowed ? `${rawName}: needs a value` : null;
}
