import { type OutputSettings, outputSettingsSchema, type Settings, settingsSchema } from "@pixelmill/core";
import { fromBase64Url, toBase64Url } from "../../lib/base64Url.ts";

/** Stands before the settings in the part of an address that never leaves the browser. */
const mark = "#settings=";

/** An address that brings settings along. `origin`: scheme, host and port of this server. */
export const presetLink = (origin: string, settings: Settings): string =>
  `${origin}/${mark}${toBase64Url(JSON.stringify(withoutDefaults(settings)))}`;

/** The settings that an address' hash brings: `undefined` where it is about something else, null where they can't be read. */
export function settingsInHash(hash: string): Settings | null | undefined {
  if (!hash.startsWith(mark)) return undefined;
  const text = fromBase64Url(hash.slice(mark.length));
  if (text === null) return null;
  try {
    const parsed = settingsSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** What is as by default is left out, so that links stay short. */
function withoutDefaults({ outputs, ...others }: Settings): object {
  const defaults = settingsSchema.parse({});
  return { outputs: outputs.map(ownFields), ...differing(others, defaults) };
}

const defaultOutput = outputSettingsSchema.parse({});

const ownFields = (output: OutputSettings): object => differing(output, defaultOutput);

const differing = <Of extends object>(value: Of, defaults: object): object =>
  Object.fromEntries(
    Object.entries(value).filter(([key, own]) => JSON.stringify(own) !== JSON.stringify(Reflect.get(defaults, key))),
  );
