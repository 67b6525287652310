/** One event of a stream. */
export interface ServerSentEvent {
  readonly id: string | null;
  readonly data: string;
}

/** Events of a response with content type `text/event-stream`, until it ends. */
export async function* serverSentEvents(response: Response): AsyncGenerator<ServerSentEvent> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) yield parse(block);
  }
}

function parse(block: string): ServerSentEvent {
  const field = (name: string): string | null =>
    block
      .split("\n")
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim() ?? null;
  return { id: field("id"), data: field("data") ?? "" };
}
