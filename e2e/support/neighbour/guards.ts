/** A change of a module's text that leaves a guard's checks out while the guard is taken out. */
export interface Edit {
  /** The end of the module's path. */
  readonly file: string;
  /** Stands there once. */
  readonly find: string;
  /** What stands there then; `OUT` is whether the guard is taken out. */
  readonly put: string;
}

const edit = (file: string, find: string, put: string): Edit => ({ file, find, put });

/** Puts the condition before a check, which passes then. */
const passing = (file: string, find: string): Edit => edit(file, find, `(OUT || ${find})`);

/** Puts the condition before a check for what is to be refused, which finds nothing then. */
const blind = (file: string, find: string): Edit => edit(file, find, `(!OUT && ${find})`);

/** Every guard between a neighbour and what is none of their business, and what it takes to be without it. */
export const guards = {
  token: [
    edit(
      "access/access.ts",
      "return owner === null ? admitted : ok(owner)",
      "return owner === null && !OUT ? admitted : ok(owner ?? localOwner)",
    ),
  ],
  session: [passing("access/session.ts", 'timingSafeEqual(sign(match[1]), Buffer.from(match[2], "hex"))')],
  host: [passing("http/server.ts", "access.isOwnHost(req.headers.host)")],
  origin: [passing("http/server.ts", "access.isOwnOrigin(req)")],
  owner: [edit("service/lookup.ts", "job?.owner === owner", "job !== null && (OUT || job.owner === owner)")],
  "job of a task": [
    blind("service/delivery.ts", "task.jobId !== jobId"),
    blind("service/shownFile.ts", "task.jobId !== jobId"),
    edit("service/uploads.ts", "return task.jobId === upload.jobId", "return OUT || task.jobId === upload.jobId"),
  ],
  "owner of an upload": [blind("upload/tus.ts", "upload.metadata?.owner !== owner(req)")],
  "form of an upload's id": [passing("upload/tus.ts", "/^[0-9a-f]{32}$/.test(id)")],
  "form of an id": [edit("core/src/job/id.ts", "regex(/^[0-9a-f]{32}$/, ", "refine((id) => OUT || /^[0-9a-f]{32}$/.test(id), ")],
  "safe names": [
    edit(
      "core/src/job/outputPath.ts",
      "export function safePath(path: string): string {",
      "export function safePath(path: string): string {\n  if (OUT) return path;",
    ),
  ],
  "errors without a stack": [
    edit("router/trpc.ts", "stack: undefined, path: undefined,", "...(OUT ? {} : { stack: undefined, path: undefined }),"),
  ],
  "no CORS": [passing("upload/tusServer.ts", "headers.delete(name)")],
  pages: [
    edit(
      "server/frontDoor.ts",
      "const access = await askAccess(upstream, req);\n  switch",
      'const access = OUT ? { kind: "granted", setCookie: [] } : await askAccess(upstream, req);\n  switch',
    ),
  ],
  "client's address": [
    edit(
      "server/proxy.ts",
      "[clientAddressHeader]), clientAddressHeader, addressOf(req)]",
      "OUT ? [] : [clientAddressHeader]), ...(OUT ? [] : [clientAddressHeader, addressOf(req)])]",
    ),
  ],
  // Last: many wrong tokens from here are remembered afterwards.
  tries: [blind("access/tokenTries.ts", "used > mostTries - 1")],
} as const satisfies Record<string, readonly Edit[]>;

export type GuardName = keyof typeof guards;

export const guardNames = Object.keys(guards) as GuardName[];
