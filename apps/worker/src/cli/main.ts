import { readFileSync } from "node:fs";
import { readCommand } from "./arguments/command.ts";
import { helpAbout } from "./arguments/help.ts";
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
  }
}

function usageText(problems: readonly string[], about: "pixelmill" | "optimize"): string {
  const help = about === "optimize" ? "pixelmill optimize --help" : "pixelmill --help";
  return `${problems.join("\n")}\nSee ${help}.\n`;
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return String((manifest as { readonly version: unknown }).version);
}
