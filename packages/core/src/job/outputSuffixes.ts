import type { OutputSettings } from "../settings/settings.ts";

/**
 * What the names of a source's outputs get behind their stem so that they differ, in ASCII, one for each output: the wished size
 * where the outputs have several sizes (`-320`, or `-width-320` where they wish for different sides), and the quality where two have
 * format and size in common (`-q60`). Nothing where the format alone tells them apart, nor for an output of the source's own size.
 * The wish counts, not what became of it: a source that was smaller keeps the names that a page expects.
 */
export function outputSuffixes(outputs: readonly OutputSettings[]): readonly string[] {
  const sizes = new Set(outputs.map(sizeKey));
  const modes = new Set(outputs.flatMap(({ resize }) => resize?.mode ?? []));
  return outputs.map((output) => {
    const size = sizes.size > 1 ? sizeSuffix(output, modes.size > 1) : "";
    return size + (isAlone(output, outputs) ? "" : qualitySuffix(output));
  });
}

const sizeKey = ({ resize }: OutputSettings): string => (resize === null ? "" : `${resize.mode}-${resize.pixels}`);

const sizeSuffix = (output: OutputSettings, named: boolean): string =>
  output.resize === null ? "" : `-${named ? sizeKey(output) : output.resize.pixels}`;

const isAlone = (output: OutputSettings, outputs: readonly OutputSettings[]): boolean =>
  outputs.filter((other) => other.format === output.format && sizeKey(other) === sizeKey(output)).length === 1;

const qualitySuffix = ({ quality }: OutputSettings): string => (quality === null ? "" : `-q${quality}`);
