import { join } from "node:path";
import type { SandboxStatus } from "@pixelmill/core";
import { launcherArguments, type SandboxSupport, sandboxSupport } from "@pixelmill/native";
import { type NodeFiles, nodeFiles } from "./nodeFiles.ts";
import type { SandboxMode } from "./sandboxMode.ts";

/** What bounds an encoder's process as a whole; the budget, the guard and deadlines act long before. */
export interface SandboxLimits {
  /** Cap of the budget, in bytes. */
  readonly memoryLimitBytes: number;
  /** Most pixels of an image, all its frames together. */
  readonly maxPixels: number;
}

/** How an encoder's Node is started, in the words of `fork`. */
export interface NodeStart {
  readonly execPath: string;
  /** What goes before the program. */
  readonly execArgv: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** A Node that is to be started. */
export interface NodeWish {
  /** The encoder's desk. */
  readonly desk: string;
  readonly nodeOptions: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** It is to fill Node's compile cache, which encoders otherwise only read: what is in there is run by others. */
  readonly fillsCompileCache?: boolean;
}

/** Starts encoders. What they may do is fixed before their Node begins, and can't be changed after. */
export interface Sandbox {
  readonly status: SandboxStatus;
  start(wish: NodeWish): NodeStart;
}

/** No sandbox: the encoder may do what this process may. */
export const noSandbox = (missing: readonly string[]): Sandbox => ({
  status: { state: "none", missing },
  start: ({ nodeOptions, environment }) => ({ execPath: process.execPath, execArgv: nodeOptions, environment }),
});

const usualLimits: SandboxLimits = { memoryLimitBytes: 4e9, maxPixels: 1e8 };

/** The sandbox as far as this system has it. */
export function openSandbox(mode: SandboxMode = "auto", limits: SandboxLimits = usualLimits): Sandbox {
  if (mode === "off") return noSandbox(["SANDBOX=off leaves it aside"]);
  const support = sandboxSupport();
  if (support.launcher === null) return noSandbox(support.missing);
  const files = filesOrReason();
  return typeof files === "string" ? noSandbox([files]) : guarded(support, files, limits);
}

/** Why nothing is to start, in words for the user; null where it may. */
export function sandboxRefusal(mode: SandboxMode = "auto"): string | null {
  if (mode !== "required") return null;
  const { state, missing } = openSandbox(mode).status;
  if (state === "full") return null;
  return `SANDBOX=required, and the encoders' sandbox ${state === "none" ? "cannot" : "can only partly"} be put in force: ${missing.join("; ")}.`;
}

function filesOrReason(): NodeFiles | string {
  try {
    return nodeFiles();
  } catch (error) {
    return `the files of Node can't be told (${error instanceof Error ? error.message : String(error)})`;
  }
}

type Launcher = Extract<SandboxSupport, { readonly launcher: string }>;

/** What Node wants of the environment besides what an encoder is given: its end of the channel, as `fork` names it. */
const channelNames = ["NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE"];

/** A configuration of OpenSSL that exists but can't be read ends Node; this one is empty. */
const emptyConfiguration = { OPENSSL_CONF: "/dev/null" };

function guarded({ launcher, missing }: Launcher, { node, execute, read }: NodeFiles, limits: SandboxLimits): Sandbox {
  return {
    status: { state: missing.length === 0 ? "full" : "partial", missing },
    start: ({ desk, nodeOptions, fillsCompileCache = false, ...wish }) => {
      const environment = { ...wish.environment, ...emptyConfiguration };
      const cache = wish.environment.NODE_COMPILE_CACHE;
      const caches = cache === undefined ? [] : [cache];
      const policy = {
        execute,
        // Sources are hard links to stored bytes: they are read only. What is not named here does not exist for the encoder.
        read: [...read, join(desk, "in"), ...caches],
        write: [join(desk, "out"), "/dev/null", ...(fillsCompileCache ? caches : [])],
        environment: [...Object.keys(environment), ...channelNames],
        ...bounds(limits),
      };
      return { execPath: launcher, execArgv: [...launcherArguments(policy), node, ...nodeOptions], environment };
    },
  };
}

/** What is asked for and not touched, in bytes: of an encoder that has done nothing yet 620 MB were measured, stacks of threads above all. */
const untouchedBytes = 2 ** 31;

/** Bytes of a pixel in the widest file that libvips keeps outside memory: four channels as 32-bit numbers. */
const widestPixelBytes = 16;
const fileHeadroomBytes = 64e6;

/** Files open at once: libraries, and at most 24 outputs and a few sources for each task in flight. */
const openFiles = 1024;

const bounds = ({ memoryLimitBytes, maxPixels }: SandboxLimits) => ({
  dataBytes: memoryLimitBytes + untouchedBytes,
  fileBytes: maxPixels * widestPixelBytes + fileHeadroomBytes,
  openFiles,
});
