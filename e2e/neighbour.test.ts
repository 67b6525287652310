import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../scripts/nx/runNx.ts";
import type { Attack } from "./support/neighbour/attack.ts";
import { guardNames } from "./support/neighbour/guards.ts";
import { guests } from "./support/neighbour/guests.ts";
import { everythingOf, get, query, resumable } from "./support/neighbour/requests.ts";
import { type Browser, newId, type Scene, Servers, secretName } from "./support/neighbour/scene.ts";
import { special } from "./support/neighbour/special.ts";
import { strangers } from "./support/neighbour/strangers.ts";
import { type RawAnswer, send } from "./support/rawRequest.ts";

/** Those that end something of the victim's come last. */
const attacks: readonly Attack[] = [...strangers, ...guests, ...special];

/** Every procedure with what it takes. */
const contract = "apps/worker/src/router/router.contract.json";

let servers: Servers;
beforeAll(async () => {
  servers = await Servers.make();
});
afterAll(() => servers?.remove());

/** The outcome of each, by name, in their order. */
async function outcomesOf(tried: readonly Attack[], scene: Scene): Promise<(readonly [string, string])[]> {
  const outcomes: (readonly [string, string])[] = [];
  for (const { name, attempt } of tried) outcomes.push([name, await attempt(scene)]);
  return outcomes;
}

const each = (tried: readonly Attack[], outcome: string) => tried.map(({ name }) => [name, outcome]);

it("every procedure that takes a job is among what is tried, its events apart", () => {
  const procedures: Record<string, unknown> = JSON.parse(readFileSync(path.join(root, contract), "utf8"));
  const ofJobs = Object.keys(procedures).filter((name) => JSON.stringify(procedures[name]).includes('"jobId"'));
  expect(ofJobs.length).toBeGreaterThan(10);
  expect(Object.keys(everythingOf("JOB", "TASK", {}))).toEqual(
    expect.arrayContaining(ofJobs.filter((name) => name !== "jobs.changes")),
  );
});

describe("a neighbour", () => {
  let scene: Scene;
  /** Every answer that a neighbour got. */
  const answers: RawAnswer[] = [];

  beforeAll(async () => {
    await servers.start("whole");
    const made = await servers.scene();
    const send: Scene["send"] = async (request) => {
      const answer = await made.send(request);
      answers.push(answer);
      return answer;
    };
    scene = { ...made, send };
  });

  it("is told the same of a victim's job and of one that is not there, whatever is asked of it", async () => {
    const headers = { cookie: scene.guest.cookie };
    const ofVictim = Object.entries(everythingOf(scene.victim.jobId, scene.victim.taskId, headers));
    const ofNobody = everythingOf(newId(), newId(), headers);
    for (const [name, request] of ofVictim) {
      const other = ofNobody[name];
      if (other === undefined) throw new Error(`There is no request ${name}.`);
      const [known, unknown] = [await scene.send(request), await scene.send(other)].map(({ status, headers, body }) => {
        const { date, ...sent } = headers;
        return { status, sent, body };
      });
      expect(known, name).toEqual(unknown);
    }
  });

  it("gets a job's events of nobody else's job", async () => {
    const headers = { cookie: scene.guest.cookie };
    const asked = [scene.victim.jobId, newId()].map((jobId) => {
      const input = encodeURIComponent(JSON.stringify({ jobId }));
      return scene.send({ path: `/api/trpc/jobs.changes?input=${input}`, headers });
    });
    const [known, unknown] = await Promise.all(asked);
    expect(known?.body).toEqual(unknown?.body);
    expect(known?.body).toContain("notFound");
  });

  it("is refused, whatever is tried", async () => {
    const before = await readdir(scene.dataDir);
    expect(await outcomesOf(attacks, scene)).toEqual(each(attacks, "refused"));
    expect(await readdir(scene.dataDir)).toEqual(before);
  });

  it("has harmed nothing: the victim finds everything as it was", async () => {
    const { jobId, taskId, cookie, uploadId } = scene.victim;
    const headers = { cookie };
    const { tasks, job } = await victimsJob(scene.url, scene.victim);
    expect([job.state, job.priority, tasks.length]).toEqual(["open", "normal", 1]);
    expect((await send(scene.url, get(`/api/v1/jobs/${jobId}/files/${taskId}/result`, headers))).status).toBe(200);
    const upload = await send(scene.url, resumable("HEAD", uploadId, headers));
    expect([upload.status, upload.headers["upload-offset"]]).toEqual([200, "0"]);
  });

  it("learns no path of the server, no stack and no name of a victim's file from any answer", () => {
    expect(answers.length).toBeGreaterThan(attacks.length);
    for (const { status, headers, body } of answers) {
      const text = `${status} ${JSON.stringify(headers)} ${body}`;
      for (const secret of [scene.dataDir, root, "node_modules", secretName]) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/\\n +at |\n +at |\.ts:\d|"access-control-/);
    }
    expect(servers.output()).not.toMatch(/a request failed|an upload failed|a procedure failed/);
  });
});

/** What the victim sees. */
async function victimsJob(url: string, { jobId, cookie }: Browser) {
  const asked = await Promise.all(["jobs.get", "jobs.tasks"].map((call) => send(url, query(call, { jobId }, { cookie }))));
  const [job, tasks] = asked.map(({ body }) => JSON.parse(body).result.data);
  return { job, tasks };
}

describe("each guard is what keeps them out", () => {
  /** Those that leave behind that no token from here is looked at any more. */
  const guesses: readonly (string | null)[] = ["tries", "client's address"];

  beforeAll(() => servers.start("openable"));

  it("where none is taken out they are refused as ever", async () => {
    const gentle = attacks.filter(({ guard }) => !guesses.includes(guard));
    expect(await outcomesOf(gentle, await servers.scene())).toEqual(each(gentle, "refused"));
  });

  it.each(guardNames)("without this one they are through: %s", async (guard) => {
    const held = attacks.filter((attack) => attack.guard === guard);
    expect(held.length).toBeGreaterThan(0);
    await servers.takeOut(guard);
    expect(await outcomesOf(held, await servers.scene())).toEqual(each(held, "got through"));
  });
});
