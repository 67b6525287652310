import type { ImageInfo, PlanConfig, Result, Settings } from "@pixelmill/core";
import { createEngine, type Engine, type EngineStatus } from "../../engine/engine.ts";
import { silentLog } from "../../pool/log.ts";
import type { SandboxMode } from "../../pool/sandbox/sandboxMode.ts";
import type { InspectionLimits } from "../../protocol/messages.ts";
import { serve } from "../processes/remote.ts";
import { type EngineFile, EngineRun } from "./engineRun.ts";

export type EngineHandlers = typeof handlers;

export interface EngineWish {
  readonly desksDir: string;
  readonly encoders: "auto" | number;
  readonly memoryLimitBytes: number;
  readonly limits: InspectionLimits;
  readonly sandbox?: SandboxMode;
  /** What differs from the plan's defaults. */
  readonly plan?: Partial<PlanConfig>;
}

interface RunWish {
  readonly files: readonly EngineFile[];
  readonly settings: Settings;
  readonly together: boolean;
}

/** Core and pool in a process of their own: the engine that the service and the command line share, without either. */
const handlers = {
  start: async (wish: EngineWish): Promise<EngineStatus> => {
    engine = createEngine({ ...wish, listener: run, log: silentLog });
    await engine.start();
    return engine.status();
  },
  inspect: async (files: readonly string[]): Promise<Result<ImageInfo>[]> =>
    Promise.all(files.map((file) => started().inspect(file))),
  run: async ({ files, settings, together }: RunWish) => run.run(started(), files, settings, together),
  runOne: async ({ file, settings }: { readonly file: EngineFile; readonly settings: Settings }) =>
    run.runOne(started(), file, settings),
  budget: async () => started().status().budgetBytes,
  stop: async () => started().stop(0),
};

const run = new EngineRun();
let engine: Engine | null = null;

function started(): Engine {
  if (engine === null) throw new Error("The engine was not started.");
  return engine;
}

serve(handlers);
