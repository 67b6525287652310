import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Starts listening; resolves with the bound address, rejects where the port is taken or the address is not this machine's. */
export function listen(server: Server, { host, port }: { readonly host: string; readonly port: number }): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

/** In words, why listening failed. */
export function listenProblem(
  error: NodeJS.ErrnoException,
  { host, port }: { readonly host: string; readonly port: number },
): string {
  if (error.code === "EADDRINUSE") return `Port ${port} is in use. Choose another with PORT.`;
  if (error.code === "EACCES")
    return `This user may not listen on port ${port}. Choose another with PORT, such as one above 1023.`;
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return `HOST is ${host}, which is no address of this machine.`;
  return `The web app cannot listen: ${error.message}`;
}

/** The address a browser on this machine opens. A wildcard host is reached as localhost. */
export function publicUrl(host: string, port: number): string {
  if (host === "0.0.0.0" || host === "::") return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
