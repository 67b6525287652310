import { axes, fit, type MatrixCase, titleOf } from "./axes.ts";
import type { Kind } from "./kind.ts";

/** Every kind of source in every output at every size in every orientation, with every profile that it can have, each once. */
export const fullProduct = (): { readonly kind: Kind; readonly cases: readonly MatrixCase[] }[] =>
  axes.kind.map((kind) => ({ kind, cases: [...new Map(productOf(kind).map((each) => [titleOf(each), each])).values()] }));

/** Parts of a case that are put together in every way; the others take their values in turn. */
const multiplied = ({ has, targets }: Kind) =>
  ({ target: targets, sizing: axes.sizing, orientation: has.orientation, profile: has.profile }) as const;

function productOf(kind: Kind): MatrixCase[] {
  let wishes: Partial<MatrixCase>[] = [{ kind }];
  for (const [name, values] of Object.entries(multiplied(kind)))
    wishes = wishes.flatMap((wish) => values.map((value) => ({ ...wish, [name]: value })));
  return wishes.map((wish, index) => fit({ ...inTurn(index), ...wish } as MatrixCase));
}

/** Values that come around at different paces, so that they meet in different ways. */
function inTurn(index: number): Partial<MatrixCase> {
  const names = Object.keys(axes) as (keyof MatrixCase)[];
  return Object.fromEntries(
    names.map((name, place) => [name, axes[name][(index + Math.floor(index / (place + 2))) % axes[name].length]]),
  );
}
