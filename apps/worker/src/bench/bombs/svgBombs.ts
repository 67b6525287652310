const svg = (content: string, attributes = 'width="400" height="300" viewBox="0 0 400 300"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>\n${content}\n</svg>\n`;

const filtered = (filter: string): string =>
  svg(
    `<filter id="f" x="-100000" y="-100000" width="200000" height="200000" filterUnits="userSpaceOnUse">${filter}</filter>\n` +
      '<rect width="400" height="300" filter="url(#f)"/>',
    'width="100000" height="100000" viewBox="0 0 400 300"',
  );

/** Noise of ten octaves on a surface of 10^10 pixels. */
export const turbulence = (): string => filtered('<feTurbulence baseFrequency="0.0001" numOctaves="10000" seed="7"/>');

/** Blurs of blurs, each wider than the surface. */
export const blur = (): string => filtered('<feGaussianBlur stdDeviation="5000"/>'.repeat(200));

/** Groups within groups. */
export const nesting = (depth: number): string =>
  svg(`${"<g>".repeat(depth)}<rect width="9" height="9"/>${"</g>".repeat(depth)}`);

/** Ten references to ten references and so on, a few lines that stand for 10^10 rectangles. */
export const references = (): string =>
  svg(
    ['<g id="u0"><rect width="9" height="9"/></g>']
      .concat(Array.from({ length: 10 }, (_, at) => `<g id="u${at + 1}">${`<use xlink:href="#u${at}"/>`.repeat(10)}</g>`))
      .join("\n"),
  );

/** Entities of entities: a few lines that stand for 10^10 letters. */
export const entities = (): string =>
  [
    '<?xml version="1.0"?>',
    "<!DOCTYPE svg [",
    '<!ENTITY e0 "aaaaaaaaaa">',
    ...Array.from({ length: 9 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`),
    "]>",
    svg("<text>&e9;</text>"),
  ].join("\n");

/** A file of the system as an entity. */
export const externalEntity = (address: string): string =>
  `<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY x SYSTEM "${address}">]>\n${svg("<text>&x;</text>")}`;

/** Everything by which a drawing can ask for another file. */
export const externalReferences = (address: string): string =>
  svg(
    [
      `<image width="9" height="9" xlink:href="${address}"/>`,
      `<image width="9" height="9" href="${address}"/>`,
      `<use xlink:href="${address}#a"/>`,
      `<style>@import url("${address}"); rect { fill: url("${address}#p") }</style>`,
      `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${address}" parse="text"/>`,
      '<rect width="9" height="9"/>',
    ].join("\n"),
  );
