import { parseSync, Visitor } from "oxc-parser";

/** One import of a file. */
export interface Import {
  /** The specifier as written. */
  readonly from: string;
  /** True where nothing of it is left at run time: `import type`, `export type`, or a type written as `import("…")`. */
  readonly typeOnly: boolean;
}

/** Reads every import, re-export and `import("…")` of a TypeScript file. Throws where the file has a syntax error. */
export function readImports(file: string, code: string): Import[] {
  const { program, errors } = parseSync(file, code);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const imports: Import[] = [];
  const add = (source: { value: unknown } | null, kind?: string) => {
    if (typeof source?.value === "string") imports.push({ from: source.value, typeOnly: kind === "type" });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source, node.importKind),
    ExportNamedDeclaration: (node) => add(node.source, node.exportKind),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind),
    ImportExpression: (node) => add(node.source.type === "Literal" ? node.source : null),
    TSImportType: (node) => add(node.source, "type"),
  }).visit(program);
  return imports;
}
