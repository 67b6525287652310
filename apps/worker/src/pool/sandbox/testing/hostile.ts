import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { closeSync, openSync, watch, writeSync } from "node:fs";
import * as fs from "node:fs/promises";
import { connect, createServer } from "node:net";
import { Worker } from "node:worker_threads";

/**
 * What an encoder might try that a picture has taken over. Run in an encoder's place as `hostile.ts`, it tries what its parent names and
 * says what came of it: null, or the code of the error.
 */
export const attempts = {
  read: (file: string) => fs.readFile(file),
  list: (folder: string) => fs.readdir(folder),
  write: (file: string) => fs.writeFile(file, "x"),
  remove: (file: string) => fs.rm(file),
  changeMode: (file: string) => fs.chmod(file, 0o777),
  changeTimes: (file: string) => fs.utimes(file, 1, 1),
  shorten: (file: string) => fs.truncate(file, 0),
  link: async (from: string, to: string) => fs.link(from, to),
  symlink: async (from: string, to: string) => fs.symlink(from, to),
  makeSocket: (file: string) => listening(file),
  watch: async (folder: string) => watch(folder).close(),
  connectTcp: (port: string) => connected(connect(Number(port), "127.0.0.1")),
  connectUnix: (file: string) => connected(connect(file)),
  listen: (port: string) => listening(Number(port)),
  sendUdp: async (port: string) => sent(Number(port)),
  spawn: async (program: string) => execFileSync(program, ["--version"]),
  // A signal that is ignored unless somebody waits for it.
  signal: async (pid: string) => process.kill(Number(pid), "SIGWINCH"),
  grow: async (bytes: string) => Buffer.alloc(Number(bytes)),
  writeLong: async (file: string, bytes: string) => writeLong(file, Number(bytes)),
  thread: async () => once(new Worker("", { eval: true }), "exit"),
  environment: async () => Object.keys(process.env).sort().join(),
} satisfies Record<string, (...words: string[]) => Promise<unknown>>;

export interface Attempt {
  readonly name: keyof typeof attempts;
  readonly words: readonly string[];
}

/** The error's code, null where there was none; `said` is what was given where that is a text. */
export interface Outcome {
  readonly code: string | null;
  readonly said: string | null;
}

async function connected(socket: ReturnType<typeof connect>): Promise<void> {
  await once(socket, "connect");
  socket.destroy();
}

async function listening(at: string | number): Promise<void> {
  const server = createServer();
  server.listen(at);
  await once(server, "listening");
  server.close();
}

function sent(port: number): Promise<void> {
  const socket = createSocket("udp4");
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", resolve);
    socket.send("x", port, "127.0.0.1", (error) => (error === null ? socket.close() : reject(error)));
  });
}

function writeLong(file: string, bytes: number): void {
  const piece = Buffer.alloc(2 ** 20);
  const handle = openSync(file, "w");
  try {
    for (let at = 0; at < bytes; at += piece.length) writeSync(handle, piece, 0, piece.length, at);
  } finally {
    closeSync(handle);
  }
}

async function attempt({ name, words }: Attempt): Promise<Outcome> {
  const run: (...words: string[]) => Promise<unknown> = attempts[name];
  try {
    const said = await run(...words);
    return { code: null, said: typeof said === "string" ? said : null };
  } catch (error) {
    return { code: error instanceof Error && "code" in error ? String(error.code) : String(error), said: null };
  }
}

process.on("message", (message: Attempt) => void attempt(message).then((outcome) => process.send?.(outcome)));
process.on("disconnect", () => process.exit());
