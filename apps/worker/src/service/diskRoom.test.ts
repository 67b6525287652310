import { expect, it } from "vitest";
import { hasFileRoom } from "./diskRoom.ts";

it.each([
  ["a disk that has as many inodes as it wants", 0, 0, true],
  ["a large disk with enough left", 1_000_000, 1000, true],
  ["a large disk that is nearly out of them", 1_000_000, 999, false],
  ["a small disk with a hundredth left", 2000, 20, true],
  ["a small disk with less", 2000, 19, false],
  ["a disk that is out of them", 2000, 0, false],
])("%s: room for more files", (_, files, free, hasRoom) => expect(hasFileRoom(files, free)).toBe(hasRoom));
