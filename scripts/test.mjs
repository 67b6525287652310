// `npm test`: lint, build, types, and all tests. `--full` adds the long ones, named *.full.test.ts.
import { runOnNode24 } from "./node24.mjs";

await runOnNode24("./test/main.ts");
