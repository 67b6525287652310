import type { Inspector, InspectorOptions } from "./inspectorOptions.ts";

export type { Inspector, InspectorOptions } from "./inspectorOptions.ts";

/** Makes an inspector; nothing runs until `start`. */
export declare function createInspector(options: InspectorOptions): Inspector;
