// Puts the pinned Node first on the PATH of every npm script and bin: npm 10 and later do not link the
// `node` bin of an optional platform package by themselves. Where there is no package for this platform
// the system's own Node is used, and `npm start` checks its version.
const fs = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");
const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
const exe = process.platform === "win32" ? "node.exe" : "node";
const source = path.join(root, "node_modules", name, "bin", exe);
const link = path.join(root, "node_modules", ".bin", exe);
if (fs.existsSync(source)) {
  fs.rmSync(link, { force: true });
  if (process.platform === "win32") fs.copyFileSync(source, link);
  else fs.symlinkSync(path.relative(path.dirname(link), source), link);
}
