/** A message with its placeholders, `{name}`, filled in. */
export const fillIn = (message: string, values: Readonly<Record<string, string | number>>): string =>
  message.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
