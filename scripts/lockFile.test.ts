import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { root } from "./nx/runNx.ts";

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
  packages: Readonly<Record<string, LockedPackage>>;
};

/** The folders in which Node looks for a package that is needed by the one in `folder`, the nearest first. */
function lookup(folder: string, name: string): string[] {
  const parts = folder === "" ? [] : folder.split("/");
  return parts
    .map((_, index) => parts.slice(0, parts.length - index))
    .concat([[]])
    .map((base) => [...base, "node_modules", name].join("/"));
}

it("the lock file has every optional dependency, those of other platforms too: else `npm ci` fails there", () => {
  const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !lookup(folder, name).some((place) => place in packages)),
  );
  expect(missing).toEqual([]);
});

it("the lock file names no host, so that any registry can serve it", () => {
  expect(Object.values(packages).filter(({ resolved }) => /^\w+:\/\//.test(resolved ?? ""))).toEqual([]);
});
