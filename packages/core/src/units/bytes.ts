const unitNames = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes for people, in decimal units with up to three significant digits: `950 B`, `1.23 MB`, `4 GB`. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  // 999.5 would be rounded to 1,000 of its unit.
  while (value >= 999.5 && unit < unitNames.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${Number(value.toFixed(decimals(value, unit)))} ${unitNames[unit]}`;
}

function decimals(value: number, unit: number): number {
  if (unit === 0 || value >= 99.95) return 0;
  return value >= 9.995 ? 1 : 2;
}
