import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";

/** What a process of the benchmark can be asked for, by name. Arguments and answers are plain data. */
export type Handlers = Readonly<Record<string, (argument: never) => Promise<unknown>>>;

interface Request {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

type Reply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly reason: string };

/** The child's side: answers what its parent asks, and ends with it. */
export function serve(handlers: Handlers): void {
  process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
  // Ctrl-C reaches the whole process group: only the parent decides what happens then.
  process.on("SIGINT", () => {});
  process.on("message", (request: Request) => void answer(handlers, request));
}

async function answer(handlers: Handlers, { id, name, argument }: Request): Promise<void> {
  const reply: Reply = await Promise.try(async () => handlers[name]?.(argument as never)).then(
    (value) => ({ id, ok: true, value }) as const,
    (error: unknown) =>
      ({ id, ok: false, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }) as const,
  );
  process.send?.(reply);
}

/** The parent's side of a process that answers to `H`. */
export class Remote<H extends Handlers> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #count = 0;

  /** Forks a module. What it writes goes to standard error. */
  constructor(module: string, env: NodeJS.ProcessEnv = process.env) {
    this.#child = fork(module, [], { env, stdio: ["ignore", 2, 2, "ipc"], serialization: "advanced" });
    this.#child.on("message", (reply: Reply) => this.#receive(reply));
    this.#child.once("exit", (code, signal) => this.#fail(`${module} ended (${signal ?? code})`));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Rejects where the handler threw, or the process ended before it answered. */
  call<Name extends keyof H & string>(name: Name, argument: Parameters<H[Name]>[0]): Promise<Awaited<ReturnType<H[Name]>>> {
    const waiting = Promise.withResolvers<unknown>();
    const id = ++this.#count;
    this.#waiting.set(id, waiting);
    this.#child.send({ id, name, argument } satisfies Request, (error) => error !== null && this.#fail(error.message));
    return waiting.promise as Promise<Awaited<ReturnType<H[Name]>>>;
  }

  /** Ends the process at once. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await gone;
  }

  #receive(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(new Error(reply.reason));
  }

  #fail(reason: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(reason));
    this.#waiting.clear();
  }
}
