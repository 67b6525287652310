import type { RawAnswer } from "../rawRequest.ts";
import { type Attack, attack, codeOf, isInvalid, isNothing } from "./attack.ts";
import { everythingOf, get, mutation, put, query, resumable } from "./requests.ts";
import { metadataOf, newId, type Scene, tus } from "./scene.ts";

const as = ({ guest }: Scene) => ({ cookie: guest.cookie });

const everyName = Object.keys(everythingOf("JOB", "TASK", {}));

const requestOf = (name: string, jobId: string, taskId: string, scene: Scene) => {
  const request = everythingOf(jobId, taskId, as(scene))[name];
  if (request === undefined) throw new Error(`There is no request ${name}.`);
  return request;
};

/** Only who may see a job is told what state it is in. */
const isOfOwners = (answer: RawAnswer): boolean => answer.status < 400 || codeOf(answer) === "jobStarted";

/** Another browser's job, its tasks and its uploads. */
const ofTheVictim: readonly Attack[] = [
  ...everyName.map((name) =>
    attack(
      "owner",
      `${name} of a victim's job`,
      (scene) => requestOf(name, scene.victim.jobId, scene.victim.taskId, scene),
      isNothing,
      isOfOwners,
    ),
  ),
  ...everyName
    .filter((name) => name.includes("TASK") || name === "HEAD result")
    .map((name) =>
      attack(
        "job of a task",
        `${name} of a victim's task in a job of one's own`,
        (scene) => requestOf(name, scene.guest.jobId, scene.victim.taskId, scene),
        isNothing,
      ),
    ),
  attack(
    "job of a task",
    "an upload over a victim's task",
    (scene) => put(scene.guest.jobId, scene.victim.taskId, as(scene)),
    isNothing,
  ),
  ...["HEAD", "PATCH", "DELETE"].map((method) =>
    attack(
      "owner of an upload",
      `${method} of a victim's upload`,
      (scene) => resumable(method, scene.victim.uploadId, as(scene)),
      isNothing,
    ),
  ),
];

/** Ids that are nobody's, in the places of those that are somebody's. */
const guessed: readonly Attack[] = [
  ...everyName.map((name) =>
    attack(null, `${name} of a guessed job`, (scene) => requestOf(name, newId(), newId(), scene), isNothing),
  ),
  ...["HEAD", "PATCH", "DELETE"].map((method) =>
    attack(null, `${method} of a guessed upload`, (scene) => resumable(method, newId(), as(scene)), isNothing),
  ),
];

/** Ids that would lead elsewhere if they were taken for paths, percent-encoded. */
const climbing = [
  ...["..", "%2e%2e", "..%2f..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "..%5c..%5cjobs.db", "C:%5cwindows%5cwin.ini"],
  ...[
    "%00",
    "0123456789abcdef0123456789abcdef%00",
    "..%2f..%2fjobs.db%00",
    "..%c0%af..%c0%af",
    "%252e%252e%252f",
    "*",
    "__proto__",
  ],
];

/** Paths never have their parts decoded, and what is no id is nobody's: two reasons why there is nothing. */
const climbingPaths: readonly Attack[] = climbing.flatMap((id) =>
  [
    `/api/v1/jobs/${id}/zip`,
    `/api/v1/jobs/${id}/manifest.json`,
    `/api/v1/jobs/${id}/report`,
    `/api/v1/jobs/${newId()}/files/${id}/result`,
    `/api/v1/jobs/${newId()}/files/${newId()}/view/${id}`,
    `/api/v1/jobs/${newId()}/files/${newId()}/result/${id}`,
    `/api/v1/${id}`,
    `/api/v1/jobs/../../${id}`,
  ].map((path) => attack(null, path.replaceAll(/[0-9a-f]{32}/g, "ID"), (scene) => get(path, as(scene)), isNothing)),
);

const climbingIds = climbing.filter((id) => id !== ".." && id !== "%2e%2e");

/** Where an id is taken from a client for something new, only its form stands between it and the store. */
const climbingTasks: readonly Attack[] = climbingIds.flatMap((id) => {
  const fields = ({ guest }: Scene) => ({ jobId: guest.jobId, taskId: decodeURIComponentOr(id), path: "x.jpg" });
  return [
    attack("form of an id", `an upload as ${id}`, (scene) => put(scene.guest.jobId, id, as(scene)), isInvalid),
    attack(
      "form of an id",
      `a resumable upload as ${id}`,
      (scene) => ({
        method: "POST",
        path: "/api/v1/uploads",
        headers: { ...as(scene), ...tus, "upload-length": "5", "upload-metadata": metadataOf(fields(scene)) },
      }),
      isInvalid,
    ),
  ];
});

/** tRPC's inputs: of another form they are invalid, and reach nothing in any case. */
const climbingInputs: readonly Attack[] = ["../../jobs.db", "..\\jobs.db", "\0", "' OR 1=1 --", "0".repeat(31)].flatMap((id) => [
  attack(null, `jobs.get of ${JSON.stringify(id)}`, (scene) => query("jobs.get", { jobId: id }, as(scene)), isInvalid),
  attack(null, `jobs.delete of ${JSON.stringify(id)}`, (scene) => mutation("jobs.delete", { jobId: id }, as(scene)), isInvalid),
  attack(
    null,
    `results.retry of ${JSON.stringify(id)}`,
    (scene) => mutation("results.retry", { jobId: scene.guest.jobId, taskIds: [id] }, as(scene)),
    isInvalid,
  ),
]);

/** Records that were put outside of the uploads, where the store itself does not go either, and under a name with a backslash. */
const climbingUploads: readonly Attack[] = [
  ...(
    [
      [null, "..%2fplanted"],
      [null, "..%2fplanted%00"],
      ["form of an upload's id", "a%5cplanted"],
    ] as const
  ).flatMap(([guard, id]) =>
    ["HEAD", "PATCH"].map((method) =>
      attack(guard, `${method} of ${id}`, (scene) => resumable(method, id, as(scene)), isNothing),
    ),
  ),
  attack(null, "HEAD of an id with a NUL", (scene) => resumable("HEAD", `${scene.guest.uploadId}%00`, as(scene)), isNothing),
  ...climbing.map((id) => attack(null, `DELETE of the upload ${id}`, (scene) => resumable("DELETE", id, as(scene)), isNothing)),
];

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whoever has the token and goes for what is another's. What ends the victim's job or upload comes last. */
export const guests: readonly Attack[] = [
  ...guessed,
  ...climbingPaths,
  ...climbingTasks,
  ...climbingInputs,
  ...climbingUploads,
  ...ofTheVictim,
];
