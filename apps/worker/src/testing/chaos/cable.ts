import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Bytes a millisecond that pass: slow enough that a cut meets uploads in the middle. */
const bytesPerMs = 6000;

/** A network cable to a port of this machine, which can be cut. */
export interface Cable {
  readonly port: number;
  /** Cuts every connection. Gives how many those were; new ones can be made at once. */
  cut(): number;
  close(): void;
}

export async function layCable(to: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    far.pipe(near);
    void slowly(near, far);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): number => {
    const count = sockets.size / 2;
    for (const socket of sockets) socket.destroy();
    return count;
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    close: () => {
      cut();
      server.close();
    },
  };
}

async function slowly(from: Socket, to: Socket): Promise<void> {
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (!to.write(chunk)) await once(to, "drain");
      await sleep(chunk.length / bytesPerMs);
    }
    to.end();
  } catch {
    // It was cut.
    to.destroy();
  }
}
