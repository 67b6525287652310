import { readFileSync } from "node:fs";
import { readCommand } from "./arguments/command.ts";
import { type HelpTopic, helpAbout } from "./arguments/help.ts";
import { openLog } from "./log.ts";
import { optimize } from "./run/optimize.ts";

process.exitCode = await main(process.argv.slice(2));

/** The command `pixelmill`. Gives the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const command = readCommand(words, process.env);
  switch (command.type) {
    case "help":
      process.stdout.write(helpAbout(command.about));
      return 0;
    case "version":
      process.stdout.write(`${version()}\n`);
      return 0;
    case "usage":
      process.stderr.write(usageText(command.problems, command.about));
      return 2;
    case "optimize":
      return optimize(command.options, openLog(command.options.logLevel));
    case "bench": {
      // Loaded only when asked for: it is large, and nobody else needs it.
      const { bench } = await import("../bench/bench.ts");
      return bench(command.options, words);
    }
  }
}

function usageText(problems: readonly string[], about: HelpTopic): string {
  const help = about === "pixelmill" ? "pixelmill --help" : `pixelmill ${about} --help`;
  return `${problems.join("\n")}\nSee ${help}.\n`;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return String((manifest as { readonly version: unknown }).version);
}
