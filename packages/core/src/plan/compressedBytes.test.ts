import * as fc from "fast-check";
import { expect, it } from "vitest";
import { makeId, makeTask, simulate } from "../dispatch/testing/simulation.ts";
import { isDrawing, sourceFormats, targetFormats } from "../formats/formats.ts";
import { priorities } from "../job/priority.ts";

// Of a drawing its text is all there is.
const pictureFormats = sourceFormats.filter((format) => !isDrawing(format));

const bytes = fc.integer({ min: 1, max: 500_000_000 });

const taskWish = fc.record({
  input: fc.constantFrom(...pictureFormats),
  output: fc.constantFrom(...targetFormats),
  width: fc.integer({ min: 1, max: 4000 }),
  height: fc.integer({ min: 1, max: 3000 }),
  priority: fc.constantFrom(...priorities),
  job: fc.integer({ min: 1, max: 3 }),
  /** Two sizes that files of the same picture may have. */
  bytes: fc.tuple(bytes, bytes),
});

type TaskWish = typeof taskWish extends fc.Arbitrary<infer T> ? T : never;

/** Everything that was sent, by the tasks' places in the list, for one of the two sizes. */
function sentWith(wishes: readonly TaskWish[], size: 0 | 1, encoders: number, budgetBytes: number) {
  const { pool, dispatcher, model, ends } = simulate({ encoders, budgetBytes });
  const tasks = wishes.map(({ input, output, width, height, priority, job, bytes: sizes }) =>
    makeTask({
      info: { format: input, width, height, bytes: sizes[size] },
      settings: { format: output },
      priority,
      jobId: makeId(job),
    }),
  );
  const placeOf = new Map(tasks.map(({ id }, place) => [id, place]));
  const estimates = tasks.map((task) => model.estimate(task));
  dispatcher.submit(tasks);
  pool.run();
  return {
    estimates,
    sent: pool.sent.map(({ at, encoder, tasks: sent }) => ({ at, encoder, places: sent.map(({ id }) => placeOf.get(id)) })),
    ends: ends.map(({ at, task, result }) => ({ at, place: placeOf.get(task.id), status: result.status })),
  };
}

it("what is sent when and where follows from pixels: of files of any compressed size it is the same", () => {
  fc.assert(
    fc.property(
      fc.array(taskWish, { minLength: 1, maxLength: 80 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 300e6, max: 4e9 }),
      (wishes, encoders, budgetBytes) => {
        expect(sentWith(wishes, 0, encoders, budgetBytes)).toEqual(sentWith(wishes, 1, encoders, budgetBytes));
      },
    ),
  );
});
