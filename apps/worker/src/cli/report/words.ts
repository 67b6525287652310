/** `1 file`, `12 files`. Thousands are set apart. */
export const count = (number: number, one: string, several = `${one}s`): string =>
  `${number.toLocaleString("en")} ${number === 1 ? one : several}`;

/** What was gained, for people: `73 % saved`, `12 % larger`, `nothing saved`. */
export function savedText(sourceBytes: number, outputBytes: number): string {
  if (sourceBytes === 0) return "nothing saved";
  const percent = Math.round(100 * (1 - outputBytes / sourceBytes));
  if (percent === 0) return outputBytes < sourceBytes ? "less than 1 % saved" : "nothing saved";
  return percent > 0 ? `${percent} % saved` : `${-percent} % larger`;
}

/** A time for people, to the second: `1 s`, `34 s`, `2 min 5 s`, `3 h 12 min`. Anything above nothing is at least a second. */
export function durationText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
