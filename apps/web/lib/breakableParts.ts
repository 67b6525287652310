/** The parts of a path or file name between which a line may break: behind `/`, `-`, `_` and `.`. Together they are the text. */
export const breakableParts = (text: string): string[] => text.match(/[^/\-_.]*[/\-_.]+|[^/\-_.]+/g) ?? [];
