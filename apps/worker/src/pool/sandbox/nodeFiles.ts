import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/** The files that an encoder's Node and its program need. */
export interface NodeFiles {
  /** Node itself, by its real path. */
  readonly node: string;
  /** What may be executed: Node, and the loader of its libraries. */
  readonly execute: readonly string[];
  /** Libraries and code that may be read: files, and folders with all below them. Not all of them have to be there. */
  readonly read: readonly string[];
}

const require = createRequire(import.meta.url);

/** Finds them, on Linux: encoders run the same Node as this process, and so need what is mapped into it. Throws where /proc can't be read. */
export function nodeFiles(): NodeFiles {
  const node = realpathSync(process.execPath);
  const libraries = mappedFiles().filter((file) => /\.so(\.|$)/.test(basename(file)));
  const loaders = libraries.filter((file) => /^ld[-.]/.test(basename(file)));
  // Sharp wants some that come with the C library and that Node does without.
  const beside = libraries.filter((file) => /^(ld-musl|libc[-.])/.test(basename(file))).map((file) => dirname(file));
  const code = [program, require.resolve("@pixelmill/core"), require.resolve("@pixelmill/native")].flatMap(codeOf);
  return {
    node,
    execute: [node, ...loaders],
    read: distinct([...libraries, ...beside, loaderCache, randomness, itself, ...code]),
  };
}

/** The program of an encoder. It is named here, and never imported: it runs on the other side of the fork. */
export const program = join(import.meta.dirname, "../../encoder/main.ts");

/** Where the loader finds libraries that lie elsewhere. */
const loaderCache = "/etc/ld.so.cache";
const randomness = "/dev/urandom";
/** The encoder's own entry, not the service's: the launcher looks it up. Without it Node holds 2 MB more. */
const itself = "/proc/self";

/** Files that are mapped into this process, see proc_pid_maps(5): the path comes sixth, after an inode that is 0 where there is no file. */
function mappedFiles(): string[] {
  const paths = readFileSync("/proc/self/maps", "utf8").matchAll(/^(?:\S+ +){4}[1-9]\d* +(\/.*)$/gm);
  return distinct([...paths].map(([, path = ""]) => path));
}

/**
 * A package's code and all packages it may find. Not its whole folder, nor the repository's: data may lie there where somebody chose so.
 */
function codeOf(file: string): string[] {
  const folders = foldersAbove(file);
  const home = folders.find((folder) => existsSync(join(folder, "package.json"))) ?? dirname(file);
  const own = ["src", "dist", "package.json"].map((name) => join(home, name));
  return [...own, ...foldersAbove(join(home, "package.json")).map((folder) => join(folder, "node_modules"))];
}

function foldersAbove(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}

const distinct = (paths: readonly string[]): string[] => [...new Set(paths)];
