#!/usr/bin/env node
// The command `pixelmill`. Plain JavaScript, since an older Node must be able to read it.
import { useCompileCache } from "./compileCache.mjs";

const needed = 24;

if (Number.parseInt(process.versions.node, 10) >= needed) {
  useCompileCache();
  await import("../src/cli/main.ts");
} else {
  console.error(
    `Pixelmill needs Node ${needed} or newer, and this is Node ${process.versions.node}.\n` +
      "Run it as `npx pixelmill` from Pixelmill's folder after `npm ci`, which brings its own Node on Linux and Windows (x64) and\n" +
      `Linux (arm64), or install Node ${needed} from https://nodejs.org.`,
  );
  process.exitCode = 1;
}
