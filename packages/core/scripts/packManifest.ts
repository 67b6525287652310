// Run by npm before and after it packs this package. Inside the repository the package exports its TypeScript source; packed it
// must export dist/, since Node strips no types under node_modules. `publishConfig.exports` says what, and pnpm would apply it by
// itself; npm does not, but reads package.json again after `prepack`. So: `apply` before, `restore` after.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

const manifest = path.join(import.meta.dirname, "../package.json");
const original = path.join(import.meta.dirname, "../package.json.source");

const actions: Readonly<Record<string, () => void>> = {
  apply() {
    // What is there already is left from a packing that was cut short.
    const text = readFileSync(existsSync(original) ? original : manifest, "utf8");
    const { publishConfig, devDependencies, nx, ...rest } = JSON.parse(text);
    const { exports, ...publish } = publishConfig;
    writeFileSync(original, text);
    writeFileSync(manifest, `${JSON.stringify({ ...rest, exports, publishConfig: publish }, null, 2)}\n`);
  },
  restore() {
    renameSync(original, manifest);
  },
};

const action = actions[process.argv[2] ?? ""];
if (!action) throw new Error("usage: packManifest.ts apply | restore");
action();
