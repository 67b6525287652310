import { fail, failure, type Result } from "@pixelmill/core";
import { downloadRoutes } from "../result/download.ts";
import { extraFileRoutes } from "../result/extraFileRoutes.ts";
import { viewRoute } from "../result/view.ts";
import { zipRoutes } from "../result/zip.ts";
import { optimizeRoute } from "../upload/optimize.ts";
import { putRoute } from "../upload/put.ts";
import { tusRoutes } from "../upload/tus.ts";
import { reportRoutes } from "./reportRoutes.ts";
import { type HttpDependencies, matchPath, type Route } from "./route.ts";
import { trpcRoute } from "./trpcRoute.ts";

/** Every path of the worker but the session's own, which comes before the token is asked for. */
export const createRoutes = (dependencies: HttpDependencies): readonly Route[] => [
  trpcRoute(dependencies),
  putRoute(dependencies),
  ...tusRoutes(dependencies),
  optimizeRoute(dependencies),
  ...downloadRoutes(dependencies),
  viewRoute(dependencies),
  ...zipRoutes(dependencies),
  ...extraFileRoutes(dependencies),
  ...reportRoutes(dependencies),
];

/** The route that takes a request, with the named segments of its path. An unknown path and a wrong method look the same. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): Result<{ route: Route; params: Readonly<Record<string, string>> }> {
  for (const route of routes) {
    const params = route.methods.includes(method) ? matchPath(route.path, path) : null;
    if (params !== null) return { ok: true, value: { route, params } };
  }
  return fail(failure("notFound"));
}
