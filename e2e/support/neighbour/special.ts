import { send } from "../rawRequest.ts";
import type { Attack, Outcome } from "./attack.ts";
import { codeOf } from "./attack.ts";
import { get, query, resumable } from "./requests.ts";
import { newId, type Scene, tus, uploadAndEnd } from "./scene.ts";

/** Paths that lead out of a folder, or somewhere else on some system, and one with what no name may hold. */
const climbingNames = [
  ...["../../../escape.png", "/etc/escape.png", "C:\\windows\\escape.png", "..\\..\\escape.png", "a/../../escape.png"],
  ...["a\0/escape.png", "con.png", "\u202egnp.escape.png"],
];

/** Whether a path leads to a place of its own below the folder it is unpacked into, on any system. */
const isSafe = (path: string): boolean =>
  !/^(?:\/|[a-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)|[\\\p{Cc}\u202a-\u202e]|^con\./iu.test(path);

/** A file whose name climbs is taken, as data; under which name it comes out is asked of what would unpack it. */
const names: Attack = {
  name: "names that climb out of the folder that results are unpacked into",
  guard: "safe names",
  attempt: async ({ guest, url, ...scene }) => {
    const headers = { cookie: guest.cookie };
    for (const path of climbingNames) await uploadAndEnd(url, headers, { jobId: guest.jobId, taskId: newId(), path });
    const { body } = await scene.send(query("jobs.tasks", { jobId: guest.jobId }, headers));
    const tasks: readonly { readonly path: string; readonly outputs: readonly { readonly path: string }[] }[] =
      JSON.parse(body).result.data;
    const named = tasks.flatMap(({ outputs }) => outputs.map(({ path }) => path));
    if (!climbingNames.every((path) => tasks.some((task) => task.path === path))) return "a path was not stored as given";
    // The ZIP's writer would refuse such names as well, and there would be no ZIP.
    if (!named.every(isSafe)) return "got through";
    const { body: zip } = await scene.send(get(`/api/v1/jobs/${guest.jobId}/zip`, headers));
    return named.every((name) => zip.includes(name)) ? "refused" : "the ZIP has other names";
  },
};

/** Errors of every kind of endpoint; what they may tell is looked at in every answer, here it is what tRPC adds while developing. */
const stacks: Attack = {
  name: "an error with its stack",
  guard: "errors without a stack",
  attempt: async ({ guest, ...scene }) => {
    const answer = await scene.send(query("jobs.get", { jobId: newId() }, { cookie: guest.cookie }));
    if (codeOf(answer) !== "notFound") return `${answer.status} ${answer.body}`;
    return /\\n +at /.test(answer.body) ? "got through" : "refused";
  },
};

const cors: Attack = {
  name: "an answer that other sites may read",
  guard: "no CORS",
  attempt: async ({ guest, ...scene }) => {
    const cookie = guest.cookie;
    const { status, headers } = await scene.send(resumable("HEAD", guest.uploadId, { cookie, origin: "http://evil.example" }));
    if (status !== 200) return String(status);
    return Object.keys(headers).some((name) => name.startsWith("access-control-")) ? "got through" : "refused";
  },
};

/** As many different tokens as an address may try in a row, and many more. */
const guessCount = 40;

/** How many guesses are looked at: ten, and one more for every six seconds that they take. */
async function guess(scene: Scene, headersOf: (at: number) => Readonly<Record<string, string>>): Promise<Outcome> {
  const begun = performance.now();
  const statuses: number[] = [];
  for (let at = 0; at < guessCount; at += 1) {
    const path = `/api/v1/session?token=guess-${newId()}`;
    statuses.push((await scene.send({ path, headers: headersOf(at) })).status);
  }
  const most = 11 + (performance.now() - begun) / 6000;
  const looked = statuses.filter((status) => status === 401).length;
  if (looked === guessCount) return "got through";
  return looked <= most && statuses.every((status) => status === 401 || status === 429) ? "refused" : statuses.join();
}

const guesses: readonly Attack[] = [
  { name: "many guesses of the token", guard: "tries", attempt: (scene) => guess(scene, () => ({})) },
  {
    name: "many guesses of the token, each from an address that the client makes up",
    guard: "client's address",
    attempt: (scene) => guess(scene, (at) => ({ "x-forwarded-for": `10.0.0.${at}` })),
  },
];

/** tus takes another method from a header, which must not change what was checked: a HEAD is checked less than a DELETE. */
const overridden: Attack = {
  name: "a DELETE from another site that is called a HEAD",
  guard: null,
  attempt: async ({ victim, url, ...scene }) => {
    const sly = { "x-http-method-override": "DELETE", origin: "http://evil.example", cookie: victim.cookie };
    await scene.send(resumable("HEAD", victim.uploadId, sly));
    const { status } = await send(url, resumable("HEAD", victim.uploadId, { ...tus, cookie: victim.cookie }));
    return status === 200 ? "refused" : "got through";
  },
};

/** Those that take more than a request. The guesses come last: after them no token from here is looked at. */
export const special: readonly Attack[] = [names, stacks, cors, overridden, ...guesses];
