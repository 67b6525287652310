import { openSync } from "node:fs";
import { forkEncoder } from "../encoderProcess.ts";
import { silentLog } from "../log.ts";
import { openSandbox } from "../sandbox/sandbox.ts";

/** Forks an encoder where this process may open no more files, and exits with 0 once it is told that the encoder is gone. */
process.exitCode = 1;
const sandbox = openSandbox();
try {
  for (;;) openSync("/dev/null", "r");
} catch {
  forkEncoder({
    desk: ".",
    inFlight: 1,
    sandbox,
    log: silentLog,
    onMessage: () => {},
    onGone: () => {
      process.exitCode = 0;
    },
  });
}
