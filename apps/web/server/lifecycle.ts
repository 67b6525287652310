import type { Server } from "node:http";

/** How long open transfers may go on after a stop was asked for, in milliseconds. */
const graceMs = 2000;

/** Ends the process on SIGINT, SIGTERM, and when the IPC channel to its supervisor closes: an orphan would keep the port. */
export function endWithSupervisor(server: Server, close: () => Promise<void>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await closeServer(server, graceMs);
    await close().catch(() => {});
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  process.on("disconnect", stop);
}

/** Takes no new connections, lets answers finish for `graceMs`, then cuts what is left: event streams never end by themselves. */
export function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
