import { existsSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "./server/config.ts";
import { createFrontDoor } from "./server/frontDoor.ts";
import { endWithSupervisor } from "./server/lifecycle.ts";
import { listen, listenProblem, publicUrl } from "./server/listen.ts";

/** The LAN's front door: pages by Next, `/api/*` piped to the worker. Reads HOST, PORT and WORKER_PORT. */
const dev = process.argv.includes("--dev") || process.env.NODE_ENV === "development";
const dir = import.meta.dirname;

const config = readConfig(process.env);
if (!config.ok) exitWith(config.error.message);
if (!dev && !existsSync(join(dir, ".next/BUILD_ID"))) exitWith("The pages are not built yet. Run: npx nx build @pixelmill/web");

// React picks its build by NODE_ENV when it is first loaded, so this comes before Next.
Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
const { default: next } = await import("next");

const { host, port, workerPort } = config.value;
const app = next({ dev, dir, hostname: host, port });
await app.prepare();

const server = createFrontDoor({
  workerPort,
  dev,
  renderPage: app.getRequestHandler(),
  ...(dev ? { upgrade: app.getUpgradeHandler() } : {}),
});
endWithSupervisor(server, () => app.close());

const address = await listen(server, { host, port }).catch((error: Error) => exitWith(listenProblem(error, { host, port })));
process.send?.({ type: "ready", url: publicUrl(host, address.port) });

function exitWith(message: string): never {
  console.error(message);
  process.exit(1);
}
