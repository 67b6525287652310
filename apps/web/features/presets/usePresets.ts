"use client";
import { useSyncExternalStore } from "react";
import { type SavedPreset, savedPresets } from "./savedPresets.ts";

/** Presets saved in this browser. */
export const usePresets = (): readonly SavedPreset[] =>
  useSyncExternalStore(savedPresets.subscribe, savedPresets.list, savedPresets.listOnServer);
