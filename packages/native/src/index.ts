export { CodecError, type CodecFailureReason } from "./codecs/codecError.ts";
export type { Codecs, LosslessEffort, OptimizePngOptions, Pixels, QualityReference, RepackJpegOptions } from "./codecs/codecs.ts";
export { native, nativeStatus } from "./current.ts";
export type { DecodedFormat, DecodedPicture, DecodeLimits, DecodeProblem, Decoders, PictureHeader } from "./decoders.ts";
export * from "./files.ts";
export type { NativeStatus } from "./loadNative.ts";
export { toWindowsLongPath } from "./longPath.ts";
export type { MappedMemory, Native, ProcessMemory, SystemMemory } from "./native.ts";
export type {
  MemoryProbe,
  MemoryProbeSettings,
  MemoryReport,
  ProbedMemory,
  ProbedProcess,
  StartMemoryProbe,
  UsedMemory,
} from "./probe/memoryProbe.ts";
export { type PathLogger, setPathLogger } from "./safePath.ts";
export { launcherArguments, type SandboxPolicy } from "./sandbox/sandboxPolicy.ts";
export { type SandboxSupport, sandboxSupport } from "./sandbox/sandboxSupport.ts";
