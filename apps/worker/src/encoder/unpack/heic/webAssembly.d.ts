/** The part of the platform's WebAssembly that is used: TypeScript has it only beside the whole of a browser's interfaces. */
declare namespace WebAssembly {
  type Imports = object;
  type Exports = object;

  /** Compiled code, which may be sent to other threads. */
  class Module {
    private readonly brand: "module";
  }

  class Instance {
    readonly exports: Exports;
    constructor(module: Module, imports: Imports);
  }

  /** What code that ends itself throws. */
  class RuntimeError extends Error {}

  function compile(bytes: Uint8Array): Promise<Module>;
}
