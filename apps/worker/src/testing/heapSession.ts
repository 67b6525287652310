/** A look into the memory of a process that was started with `--inspect=127.0.0.1:0`. */
export interface HeapSession {
  /** Frees everything that nothing refers to. */
  collectGarbage(): Promise<void>;
  /** How much each Map, Set and array of the process holds that holds at least so much. */
  collectionsHolding(least: number): Promise<number[]>;
  close(): void;
}

/** Everything that collects, and how to count it. */
const collections = { Map: "size", Set: "size", Array: "length" } as const;

/** Opens a session with the process whose output is given: Node prints there where it listens. */
export async function openHeapSession(output: () => string): Promise<HeapSession> {
  const call = await connect(await addressIn(output));
  await call("HeapProfiler.enable");
  return {
    collectGarbage: async () => void (await call("HeapProfiler.collectGarbage")),
    collectionsHolding: async (least) => {
      const found: number[] = [];
      for (const [name, size] of Object.entries(collections)) found.push(...(await sizesOf(call, name, size, least)));
      return found;
    },
    close: () => call.close(),
  };
}

type Call = ((method: string, params?: object) => Promise<Answer>) & { close(): void };

interface Answer {
  readonly result?: { readonly objectId?: string; readonly value?: unknown };
  readonly objects?: { readonly objectId?: string };
}

async function sizesOf(call: Call, name: string, size: string, least: number): Promise<number[]> {
  const { result: prototype } = await call("Runtime.evaluate", { expression: `${name}.prototype`, objectGroup: "heap" });
  const { objects } = await call("Runtime.queryObjects", { prototypeObjectId: prototype?.objectId, objectGroup: "heap" });
  const { result } = await call("Runtime.callFunctionOn", {
    objectId: objects?.objectId,
    // The list of all that were found is itself an array.
    functionDeclaration: `function () { return this.filter((one) => one !== this).map((one) => one.${size}).filter((n) => n >= ${least}); }`,
    returnByValue: true,
  });
  await call("Runtime.releaseObjectGroup", { objectGroup: "heap" });
  return result?.value as number[];
}

async function addressIn(output: () => string): Promise<string> {
  const address = /Debugger listening on (ws:\S+)/.exec(output())?.[1];
  if (address === undefined) throw new Error(`The process does not listen for a debugger:\n${output()}`);
  return address;
}

/** Calls of the Chrome DevTools protocol: each message has a number, and its answer the same. */
async function connect(address: string): Promise<Call> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", () => reject(new Error(`No session at ${address}.`)));
  });
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result, error } = JSON.parse(String(data));
    if (error === undefined) waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(error.message));
    waiting.delete(id);
  });
  let count = 0;
  const call = (method: string, params: object = {}): Promise<Answer> => {
    const answer = Promise.withResolvers<Answer>();
    waiting.set(++count, answer);
    socket.send(JSON.stringify({ id: count, method, params }));
    return answer.promise;
  };
  return Object.assign(call, { close: () => socket.close() });
}
