"use client";
import { type ReactNode, useEffect, useState } from "react";
import { Notice } from "../../components/notice.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { draftOfSettings } from "../settings/draftOfSettings.ts";
import type { SettingsDraft } from "../settings/settingsDraft.ts";
import { settingsInHash } from "./presetLink.ts";

/** Takes the settings that came with the page's address into the form, once, and says so. */
export function PresetLinkNotice({ onSettings }: { readonly onSettings: (draft: SettingsDraft) => void }): ReactNode {
  const { t } = useWords();
  const [cameWith, setCameWith] = useState<"settings" | "nothing" | "damage">("nothing");
  // biome-ignore lint/correctness/useExhaustiveDependencies: what to do with them changes with each render
  useEffect(() => {
    const take = () => {
      const settings = settingsInHash(location.hash);
      if (settings === undefined) return;
      if (settings !== null) onSettings(draftOfSettings(settings));
      setCameWith(settings === null ? "damage" : "settings");
      // What is changed from here on is the user's own: a reload brings that back.
      history.replaceState(history.state, "", location.pathname + location.search);
    };
    take();
    addEventListener("hashchange", take);
    return () => removeEventListener("hashchange", take);
  }, []);
  if (cameWith === "nothing") return null;
  const isWhole = cameWith === "settings";
  return (
    <Notice tone={isWhole ? "info" : "warning"} testId="preset-link">
      {isWhole ? t("presets.fromLink") : t("presets.badLink")}
    </Notice>
  );
}
