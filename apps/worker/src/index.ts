/** What the web app may know of the worker: types, nothing that runs. */
export type { AppRouter } from "./router/router.ts";
