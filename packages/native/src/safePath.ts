import { native } from "./current.ts";

/** Told of each path the long-path rule changed; meant for a debug log. */
export type PathLogger = (original: string, changed: string) => void;

let pathLogger: PathLogger | null = null;

/** Sets the one logger of changed paths of this process; null, the default, logs nothing. */
export function setPathLogger(logger: PathLogger | null): void {
  pathLogger = logger;
}

/** The path to hand to the system for a file. */
export function safeFilePath(path: string, longPath: LongPath = native.longPath): string {
  return logged(path, longPath(path));
}

/** The path to hand to the system for a folder: Windows lets it have 247 characters, so that a short name still fits below it. */
export function safeFolderPath(path: string, longPath: LongPath = native.longPath): string {
  return logged(path, longFolderPath(path, longPath));
}

type LongPath = (path: string) => string;

function logged(original: string, changed: string): string {
  if (changed !== original) pathLogger?.(original, changed);
  return changed;
}

/** A separator and a name of 11 characters: with it, a folder of 247 characters just fits and one of 248 does not. */
const NAME_BELOW = "\\12345678.12";

/** Asks for the path of such a name below the folder, then takes the name off again. */
function longFolderPath(path: string, longPath: LongPath): string {
  if (path === "") return path;
  const below = path + NAME_BELOW;
  const changed = longPath(below);
  return changed === below ? path : changed.slice(0, -NAME_BELOW.length);
}
