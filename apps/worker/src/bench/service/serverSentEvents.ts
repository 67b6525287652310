/** One event of a stream. */
export interface ServerSentEvent {
  /** Null for what is not part of the subscription's data. */
  readonly id: string | null;
  readonly data: string;
}

/** Events of a response with content type `text/event-stream`, until it ends or its reader does. */
export async function* serverSentEvents(response: Response): AsyncGenerator<ServerSentEvent> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    yield* blocks.map(parse);
  }
}

function parse(block: string): ServerSentEvent {
  const lines = block.split("\n");
  const field = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? null;
  return { id: field("id"), data: field("data") ?? "" };
}
