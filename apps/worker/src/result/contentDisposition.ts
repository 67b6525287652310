/** `Content-Disposition` of a download (RFC 6266): the name in UTF-8 (RFC 8187), and an ASCII form for old clients. */
export function attachment(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encodeExtended(name)}`;
}

// encodeURIComponent leaves these, which RFC 8187 does not allow in a value. A lone surrogate has no UTF-8 form.
const encodeExtended = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
