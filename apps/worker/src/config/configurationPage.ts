import { settingNames, settings } from "./settings.ts";

/** The page docs/configuration.md: one row a setting, made from the table of settings. */
export const configurationPage = (): string => `# Configuration

Pixelmill reads its settings from environment variables when it starts. Every one has a default; what is wrong is reported all at once, and
nothing starts until it is right. A size is a number of bytes, or a number with a unit: \`512M\`, \`4G\` (decimal), \`1.5GiB\` (binary).
A time is a number with a unit: \`90s\`, \`30m\`, \`24h\`, \`7d\`.

This page is made from \`apps/worker/src/config/settings.ts\`; a test holds both together and rewrites it with \`npx vitest -u\`.

| Setting | Values | Default | What it does |
|---|---|---|---|
${settingNames.map(row).join("\n")}
`;

function row(name: (typeof settingNames)[number]): string {
  const { values, default: fallback, description } = settings[name];
  return `| \`${name}\` | ${values} | ${fallback ? `\`${fallback}\`` : "–"} | ${description} |`;
}
