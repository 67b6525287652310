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

/** The address a browser on this machine opens. A wildcard host is reached as localhost. */
export function publicUrl(host: string, port: number): string {
  if (host === "0.0.0.0" || host === "::") return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
