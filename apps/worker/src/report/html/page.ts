import { escapeHtml } from "./escape.ts";

/** A whole page that needs nothing from anywhere. `body` is HTML, `language` its tag. */
export const page = (title: string, body: string, language = "en"): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;

/** The only style of a page: a policy of its content can name it by its hash. */
export const style = `
:root { --ground: #fcfcfb; --text: #1d2126; --soft: #5c646e; --line: #d9dcdf; --first: #2563b8; --second: #b4540a; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #15181b; --text: #e7e9eb; --soft: #a1a8b0; --line: #363c42; --first: #6ea8f0; --second: #f0a05a; --bad: #f2837b; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin: 3rem 0 1rem; } h3 { font-size: 1rem; margin: 2rem 0 0.5rem; }
p { max-width: 50rem; color: var(--soft); overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.875rem; }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child, .text th, .text td { text-align: left; }
.text td { white-space: normal; overflow-wrap: break-word; vertical-align: top; }
th { color: var(--soft); font-weight: 600; }
figure { margin: 2rem 0; } figcaption { font-weight: 600; }
svg { display: block; width: 100%; min-width: 42rem; height: auto; margin: 0.5rem 0; }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; } svg .label { fill: var(--text); font-weight: 600; }
.grid, .axis { stroke: var(--line); stroke-width: 1; }
.first { fill: var(--first); } .second { fill: var(--second); } .bad { fill: var(--bad); }
.line { fill: none; stroke: var(--first); stroke-width: 2; stroke-linejoin: round; }
.limit { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 6 4; }
.task { stroke: var(--ground); stroke-width: 1; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 1.25rem 1.5rem; margin: 2rem 0; padding: 1.25rem 0; border-block: 1px solid var(--line); }
.facts dt { color: var(--soft); font-size: 0.875rem; } .facts dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts .more { font-size: 0.8125rem; font-weight: 400; color: var(--soft); }
@media (max-width: 48rem) { svg text { font-size: 16px; } .facts { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); } .facts dd:not(.more) { font-size: 1.25rem; } }
.links a { display: inline-block; padding: 0.25rem 0; margin-right: 1rem; color: var(--first); }
summary { cursor: pointer; padding: 0.25rem 0; color: var(--soft); }
`;
