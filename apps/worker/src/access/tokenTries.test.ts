import { expect, it } from "vitest";
import { TokenTries, triesRefillSeconds } from "./tokenTries.ts";

const token = "0123456789abcdef";
const [guesser, other] = ["192.168.1.66", "192.168.1.20"];

function begin() {
  let now = 1000;
  const tries = new TokenTries(token, () => now);
  const guess = (count: number, address = guesser, from = 0) =>
    Array.from({ length: count }, (_, at) => tries.judge(address, `guess-${from + at}`));
  return { tries, guess, pass: (seconds: number) => (now += 1000 * seconds) };
}

it("tells right tokens from wrong ones", () => {
  const { tries } = begin();
  expect(["", "x", token.slice(1), `${token}0`, token.toUpperCase()].map((each) => tries.judge(other, each))).toEqual(
    Array(5).fill("wrong"),
  );
  expect(tries.judge(other, token)).toBe("right");
});

it("looks at ten wrong tokens of an address and at none after them, not at the right one either", () => {
  const { tries, guess } = begin();
  expect(guess(12)).toEqual([...Array(10).fill("wrong"), "tooMany", "tooMany"]);
  expect(tries.judge(guesser, token)).toBe("tooMany");
});

it("leaves other addresses alone", () => {
  const { tries, guess } = begin();
  guess(12);
  expect(tries.judge(other, token)).toBe("right");
  expect(tries.judge(other, "wrong")).toBe("wrong");
});

it("gives a try back as time passes, and no more than there were", () => {
  const { tries, guess, pass } = begin();
  guess(12);
  pass(triesRefillSeconds - 0.001);
  expect(tries.judge(guesser, token)).toBe("tooMany");
  pass(0.001);
  expect(guess(2, guesser, 100)).toEqual(["wrong", "tooMany"]);
  pass(triesRefillSeconds);
  expect(tries.judge(guesser, token)).toBe("right");
  pass(1000 * triesRefillSeconds);
  expect(guess(11, guesser, 200)).toEqual([...Array(10).fill("wrong"), "tooMany"]);
});

it("does not count the same wrong token again: an old script locks nobody out", () => {
  const { tries } = begin();
  for (let each = 0; each < 100; each += 1) expect(tries.judge(guesser, "an old token")).toBe("wrong");
  expect(tries.judge(guesser, token)).toBe("right");
});

it("takes all addresses of an IPv6 network for one", () => {
  const { tries } = begin();
  const answers = Array.from({ length: 12 }, (_, at) => tries.judge(`2001:db8::${at}`, `guess-${at}`));
  expect(answers.slice(9)).toEqual(["wrong", "tooMany", "tooMany"]);
  expect(tries.judge("2001:db8:0:1::1", token)).toBe("right");
});

it("forgets the address that was quiet for longest where there are too many", () => {
  const { tries, guess } = begin();
  guess(10, "first");
  guess(10, "second");
  for (let at = 0; at < 9_999; at += 1) tries.judge(`address ${at}`, "wrong");
  expect(tries.judge("first", token)).toBe("right");
  expect(tries.judge("second", token)).toBe("tooMany");
});
