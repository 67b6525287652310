"use client";
import { useEffect, useState } from "react";
import { localStore } from "../../lib/localStore.ts";
import { initialDraft, restoreDraft, type SettingsDraft } from "./settingsDraft.ts";

const key = "pixelmill.settings";

/** The form's settings, remembered in this browser. */
export function useSettings(): readonly [SettingsDraft, (change: Partial<SettingsDraft>) => void] {
  const [draft, setDraft] = useState(initialDraft);
  // After the first render, which has to be the one the server made.
  useEffect(() => setDraft(restoreDraft(localStore.read(key)) ?? initialDraft), []);
  const change = (part: Partial<SettingsDraft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    localStore.write(key, next);
  };
  return [draft, change];
}
