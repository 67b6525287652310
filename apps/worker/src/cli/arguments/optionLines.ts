import type { OptionFacts } from "./options.ts";

/** Options as the help lists them, one a line. */
export function optionLines(options: Readonly<Record<string, OptionFacts>>): string {
  const lines = Object.entries(options).map(([name, facts]) => ({ written: written(name, facts), help: facts.help }));
  const column = Math.max(...lines.map((line) => line.written.length)) + 2;
  return lines.map((line) => `  ${line.written.padEnd(column)}${line.help}`).join("\n");
}

const written = (name: string, { short, value }: OptionFacts): string =>
  `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
