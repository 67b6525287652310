import type { RawRequest } from "../rawRequest.ts";
import { type Attack, attack, isForeign, needsToken } from "./attack.ts";
import { get, mutation, put, query, resumable } from "./requests.ts";
import { newId, type Scene } from "./scene.ts";

const wrong = "f".repeat(32);

/** What somebody without the token may bring. */
const credentials: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "no token": {},
  "a wrong token": { authorization: `Bearer ${wrong}` },
  "a wrong password": { authorization: `Basic ${Buffer.from(`x:${wrong}`).toString("base64")}` },
  "a session without a signature": { cookie: "pixelmill_session=local" },
};

/** What needs no job that is there. */
const open: Readonly<Record<string, (headers: Readonly<Record<string, string>>, scene: Scene) => RawRequest>> = {
  "jobs.list": (headers) => get("/api/trpc/jobs.list", headers),
  "system.capacity": (headers) => get("/api/trpc/system.capacity", headers),
  "the session": (headers) => get("/api/v1/session?start=1", headers),
  "jobs.create": (headers) => mutation("jobs.create", {}, headers),
};

/** Without the token nothing answers. */
const withoutToken: readonly Attack[] = Object.entries(credentials).flatMap(([who, headers]) => [
  ...Object.entries(open).map(([what, request]) =>
    attack("token", `${what} with ${who}`, (scene) => request(headers, scene), needsToken),
  ),
  attack(null, `an upload with ${who}`, ({ victim }) => put(victim.jobId, newId(), headers), needsToken),
  attack(null, `a resumable upload with ${who}`, ({ victim }) => resumable("HEAD", victim.uploadId, headers), needsToken),
  attack("pages", `the start page with ${who}`, () => get("/", { ...headers, accept: "text/html" }), [401, null]),
  attack("pages", `a job's page with ${who}`, ({ victim }) => get(`/jobs/${victim.jobId}`, headers), [401, null]),
]);

const forged = ({ victim }: Scene, signature: string) => ({ cookie: `pixelmill_session=${victim.owner}.${signature}` });

const withForgedSession: readonly Attack[] = ["0".repeat(64), "f".repeat(64)].map((signature) =>
  attack(
    "session",
    `a victim's job in a session signed ${signature.slice(0, 4)}…`,
    (scene) => query("jobs.get", { jobId: scene.victim.jobId }, forged(scene, signature)),
    needsToken,
  ),
);

const hosts = ["evil.example", "evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.1.nip.io"];

/** A page of another site, whose name leads to this machine, in the victim's own browser. */
const underAnotherName: readonly Attack[] = hosts.flatMap((host) => [
  attack("host", `jobs.list as ${host}`, ({ victim }) => get("/api/trpc/jobs.list", { host, cookie: victim.cookie }), isForeign),
  attack(
    "host",
    `a file as ${host}`,
    ({ victim }) => get(`/api/v1/jobs/${victim.jobId}/files/${victim.taskId}/result`, { host, cookie: victim.cookie }),
    isForeign,
  ),
  attack("host", `the start page as ${host}`, ({ victim }) => get("/", { host, cookie: victim.cookie }), [403, null]),
]);

const multipart = { "content-type": "multipart/form-data; boundary=x" };

/** What a form of another site's page sends without asking first. */
const formOf = (call: string): RawRequest => ({
  method: "POST",
  path: `/api/trpc/${call}`,
  body: '--x\r\nContent-Disposition: form-data; name="settings"\r\n\r\n{}\r\n--x--\r\n',
});

// The second of two such requests comes to an upload that has its first bytes already.
const isTaken = ({ status }: { readonly status: number }): boolean => status === 204 || status === 409;

const origins: readonly Readonly<Record<string, string>>[] = [
  { origin: "http://evil.example" },
  { origin: "null" },
  { origin: "http://127.0.0.1:1" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
];

/** Another site's page that sends the victim's browser's credentials along. */
const fromAnotherSite: readonly Attack[] = origins.flatMap((origin) => {
  const as = ({ victim }: Scene) => ({ ...origin, cookie: victim.cookie });
  const from = Object.values(origin).join();
  return [
    attack("origin", `jobs.create from ${from}`, (scene) => mutation("jobs.create", {}, as(scene)), isForeign),
    attack("origin", `an upload from ${from}`, (scene) => put(scene.victim.jobId, newId(), as(scene)), isForeign),
    attack(
      "origin",
      `a job to the top from ${from}`,
      (scene) => mutation("jobs.moveToTop", { jobId: scene.victim.jobId }, as(scene)),
      isForeign,
    ),
    attack(
      null,
      `a form of several parts from ${from}`,
      (scene) => ({ ...formOf("jobs.create"), headers: { ...multipart, ...as(scene) } }),
      isForeign,
    ),
    attack("origin", `bytes from ${from}`, (scene) => resumable("PATCH", scene.victim.uploadId, as(scene)), isForeign, isTaken),
  ];
});

const theEnd: Attack = attack(
  "origin",
  "the end of a job",
  ({ victim }) => mutation("jobs.cancel", { jobId: victim.jobId }, { origin: "http://evil.example", cookie: victim.cookie }),
  isForeign,
);

/** Whoever is not meant to be here at all. */
export const strangers: readonly Attack[] = [
  ...withoutToken,
  ...withForgedSession,
  ...underAnotherName,
  ...fromAnotherSite,
  theEnd,
];
