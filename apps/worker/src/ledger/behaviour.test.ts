import { expect, it } from "vitest";
import { encodersBehaviour } from "./behaviour.ts";

it("is the same as long as nothing of the encoders changes", async () => {
  const behaviour = await encodersBehaviour();
  expect(behaviour).toMatch(/^[\w-]{22}$/);
  expect(await encodersBehaviour()).toBe(behaviour);
});
