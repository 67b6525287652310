// A service for the tests of Service: what it does is said by the environment.
import { spawn } from "node:child_process";

const mode = process.env.CHILD_MODE;
if (mode === "neverReady") process.exit(3);
// Stands for an encoder that a killed worker leaves behind.
const grandchild = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
process.on("disconnect", () => process.exit(0));
process.on("SIGTERM", () => {
  if (mode === "stubborn") return;
  grandchild.kill();
  process.exit(0);
});
setInterval(() => {}, 1000);
process.send({ type: "ready", url: `http://localhost/${process.pid}/${grandchild.pid}` });
