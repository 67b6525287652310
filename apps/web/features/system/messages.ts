import { formatBytes, plural } from "../../lib/format.ts";

/** What the header says of the service, in English. */
export const systemMessages = {
  name: "Pixelmill",
  navigation: "Main",
  optimize: "Optimize",
  jobs: "Jobs",
  skip: "Skip to the content",
  details: "About this server",
  encoders: (count: number) => plural(count, "encoder", "encoders"),
  memory: (used: number | null, budget: number) =>
    used === null ? `budget ${formatBytes(budget)}` : `${formatBytes(used)} of ${formatBytes(budget)}`,
  connection: { connecting: "Connecting…", online: "Connected", offline: "Not answering" },
  connectionLabel: "Connection",
  encodersLabel: "Encoders",
  encodersDetail: (encoders: number, inFlight: number, cores: number) =>
    `${encoders}, ${plural(inFlight, "image", "images")} each at once, on ${plural(cores, "core", "cores")}`,
  memoryLabel: "Memory in use, of the budget",
  reservedLabel: "Reserved by running work",
  machineLabel: "Memory of the machine",
  machineDetail: (available: number, total: number) => `${formatBytes(available)} of ${formatBytes(total)} free`,
  limitLabel: "Memory limit",
  nativeLabel: "Native addon",
  nativeLoaded: "loaded",
  nativeMissing: (missing: string) => `not loaded, portable code runs instead: ${missing}`,
} as const;
