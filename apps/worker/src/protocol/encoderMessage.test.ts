import { expect, test } from "vitest";
import { parseEncoderMessage } from "./encoderMessage.ts";
import type { EncoderMessage } from "./messages.ts";

const taskId = "0123456789abcdef0123456789abcdef";
const output = { format: "webp", width: 4, height: 3, frames: 1, bytes: 99 } as const;

const failed = { status: "failed", error: { code: "corruptImage", message: "x" } } as const;

const messages: readonly EncoderMessage[] = [
  { type: "ready" },
  { type: "started", taskId },
  { type: "finished", taskId, results: [{ status: "optimized", output, warnings: ["larger"] }], wallMs: 1.5 },
  { type: "finished", taskId, results: [failed, { status: "optimized", output, warnings: [] }], wallMs: 0 },
  { type: "recalled", taskIds: [taskId] },
  { type: "inspected", name: "1", result: { ok: false, error: { code: "emptyFile", message: "x" } } },
];

test.each(messages)("$type comes through as it was sent", (message) => {
  expect(parseEncoderMessage(JSON.parse(JSON.stringify(message)))).toEqual(message);
});

test.each([
  null,
  "ready",
  {},
  { type: "unheard of" },
  { type: "started", taskId: "../../etc" },
  { type: "finished", taskId, results: [failed, { status: "cancelled" }], wallMs: 1 },
  { type: "finished", taskId, results: [{ status: "optimized", output: { ...output, bytes: -1 }, warnings: [] }], wallMs: 1 },
  { type: "finished", taskId, results: [{ status: "failed", error: { code: "madeUp", message: "x" } }], wallMs: 1 },
  { type: "finished", taskId, results: [], wallMs: 1 },
  { type: "finished", taskId, results: Array.from({ length: 25 }, () => failed), wallMs: 1 },
  { type: "inspected", name: "1", result: { ok: true, value: { format: "svg" } } },
])("%j is no message", (value) => {
  expect(parseEncoderMessage(value)).toBeNull();
});
