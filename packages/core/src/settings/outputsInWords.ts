import type { OutputSettings } from "./settings.ts";

/**
 * The outputs of a job in a few words: `avif at longest 1920`. Where every format is wanted at every size, each is said once:
 * `jpeg, webp at full size, width 640`.
 */
export function outputsInWords(outputs: readonly OutputSettings[]): string {
  const kinds = [...new Set(outputs.map(kindOf))];
  const sizes = [...new Set(outputs.map(sizeOf))];
  if (kinds.length * sizes.length !== outputs.length)
    return outputs.map((output) => inWords(kindOf(output), sizeOf(output))).join(", ");
  return inWords(kinds.join(", "), sizes.length === 1 ? sizes.join() : sizes.map((size) => size || "full size").join(", "));
}

const inWords = (kind: string, size: string): string => (size === "" ? kind : `${kind} at ${size}`);

const kindOf = ({ format, quality }: OutputSettings): string => (quality === null ? format : `${format} q${quality}`);

const sizeOf = ({ resize }: OutputSettings): string => (resize === null ? "" : `${resize.mode} ${resize.pixels}`);
