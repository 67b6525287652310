import { tmpdir } from "node:os";

/** What must not leave the service in a message: a path of this machine, a stack, or a shrug. */
export const isTooFrank = (message: string): boolean =>
  [tmpdir(), process.cwd(), import.meta.dirname, process.execPath].some((path) => message.includes(path)) ||
  /(?:^|[\s"'(:])\/(?:proc|tmp|home|usr|var|dev)\/|[a-z]:\\|node_modules|\bat .+:\d+:\d+|Unknown error/i.test(message);
