import { failure, type Result } from "@pixelmill/core";

/** Where the front door listens, and where the worker does. */
export interface WebConfig {
  /** Address to listen on. Default 127.0.0.1. */
  readonly host: string;
  /** TCP port, 0–65,535; 0 takes any free one. Default 3000. */
  readonly port: number;
  /** The worker's TCP port on 127.0.0.1, 1–65,535. Default 3001. */
  readonly workerPort: number;
}

export const defaultConfig: WebConfig = { host: "127.0.0.1", port: 3000, workerPort: 3001 };

/** Reads HOST, PORT and WORKER_PORT; an empty value counts as not given. All errors are reported at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Result<WebConfig> {
  const errors: string[] = [];
  const port = readPort(env, "PORT", { min: 0, fallback: defaultConfig.port }, errors);
  const workerPort = readPort(env, "WORKER_PORT", { min: 1, fallback: defaultConfig.workerPort }, errors);
  const host = env.HOST || defaultConfig.host;
  if (/[\s/]/.test(host)) errors.push(`HOST must be an address or a host name, not "${host}".`);
  if (errors.length > 0) return { ok: false, error: failure("invalidRequest", { reason: errors.join(" ") }) };
  return { ok: true, value: { host, port, workerPort } };
}

function readPort(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  { min, fallback }: { readonly min: number; readonly fallback: number },
  errors: string[],
): number {
  const text = env[name];
  if (!text) return fallback;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= min && port <= 65_535) return port;
  errors.push(`${name} must be a whole number from ${min} to 65535, not "${text}".`);
  return fallback;
}
