// `npm start`: builds what is missing, then runs the worker and the web app until told to stop.
import { runOnNode24 } from "./node24.mjs";

await runOnNode24("./start/main.ts");
