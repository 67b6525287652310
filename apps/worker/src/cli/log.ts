import { setPathLogger } from "@pixelmill/native";
import { type Logger, pino } from "pino";
import type { Limits } from "./arguments/limits.ts";

/** The log of a run, on standard error. Long paths that were changed for Windows are told in it. */
export function openLog(level: Limits["logLevel"]): Logger {
  // Written at once: a run may end while a line is still on its way otherwise.
  const log = pino({ level, base: undefined }, pino.destination({ dest: 2, sync: true }));
  setPathLogger((original, changed) => log.debug({ original, changed }, "long path"));
  return log;
}
