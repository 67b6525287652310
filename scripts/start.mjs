// `npm start`: builds what is missing, then runs the worker and the web app until told to stop.
import { useCompileCache } from "../apps/worker/bin/compileCache.mjs";
import { runOnNode24 } from "./node24.mjs";

useCompileCache();
await runOnNode24("./start/main.ts");
