const unitNames = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes for people, in powers of 1,000, with three digits at most: `950 B`, `1.5 MB`, `21 GB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < unitNames.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const text = unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(value >= 9.995 ? 0 : 1);
  return `${text.replace(/\.0$/, "")} ${unitNames[unit]}`;
}
