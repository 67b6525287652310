import { type Settings, settingsSchema } from "@pixelmill/core";
import { createEmitter } from "../../lib/emitter.ts";
import { localStore } from "../../lib/localStore.ts";

/** Settings that a user saved under a name. */
export interface SavedPreset {
  readonly name: string;
  readonly settings: Settings;
}

const key = "pixelmill.presets";

/** Longest name, in UTF-16 units. */
export const maxNameLength = 60;

const none: readonly SavedPreset[] = [];

/** Presets saved in this browser, in the order of their names. */
export class SavedPresets {
  #list: readonly SavedPreset[] | null = null;
  readonly #emitter = createEmitter({ intervalMs: 0 });

  /** Also hears of what another tab saves. */
  subscribe = (listener: () => void): (() => void) => {
    const onStorage = (event: StorageEvent) => event.key === key && this.#changed(null);
    addEventListener("storage", onStorage);
    const unsubscribe = this.#emitter.subscribe(listener);
    return () => {
      removeEventListener("storage", onStorage);
      unsubscribe();
    };
  };

  list = (): readonly SavedPreset[] => {
    this.#list ??= restored(localStore.read(key));
    return this.#list;
  };

  /** None before the first render, which has to be the one that the server made. */
  listOnServer = (): readonly SavedPreset[] => none;

  /** One of the same name is replaced. */
  save(name: string, settings: Settings): void {
    this.#write([...this.list().filter((preset) => preset.name !== name), { name, settings }]);
  }

  remove(name: string): void {
    this.#write(this.list().filter((preset) => preset.name !== name));
  }

  #write(list: readonly SavedPreset[]): void {
    localStore.write(key, list);
    this.#changed(inOrder(list));
  }

  #changed(list: readonly SavedPreset[] | null): void {
    this.#list = list;
    this.#emitter.changed();
  }
}

export const savedPresets = new SavedPresets();

const inOrder = (list: readonly SavedPreset[]): readonly SavedPreset[] => list.toSorted((a, b) => a.name.localeCompare(b.name));

/** What was saved by whichever version of the page; what can't be read any more is passed over. */
function restored(value: unknown): readonly SavedPreset[] {
  if (!Array.isArray(value)) return none;
  return inOrder(
    value.flatMap((each: unknown) => {
      if (typeof each !== "object" || each === null) return [];
      const { name, settings } = each as Record<string, unknown>;
      const parsed = settingsSchema.safeParse(settings);
      return typeof name === "string" && parsed.success ? [{ name, settings: parsed.data }] : [];
    }),
  );
}
