import { escapeHtml } from "./escape.ts";

/** One number that comes first. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** What belongs to it. */
  readonly more: string;
}

/** The numbers that a reader looks for first, side by side. */
export const facts = (list: readonly Fact[]): string =>
  `<dl class="facts">\n${list
    .map(
      ({ name, value, more }) =>
        `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd><dd class="more">${escapeHtml(more)}</dd></div>`,
    )
    .join("\n")}\n</dl>`;
