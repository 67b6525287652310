/** The values that each part of a case can have. */
export type Axes<Case> = { readonly [Name in keyof Case]: readonly Case[Name][] };

/**
 * A few cases in which any two values of any two parts come together at least once, where they can: a fault needs two things to meet
 * far more often than three. `fit` makes a case possible by changing what cannot go with the rest. The same cases every time.
 */
export function pairwise<Case extends object>(axes: Axes<Case>, fit: (wish: Case) => Case): Case[] {
  const names = Object.keys(axes) as (keyof Case)[];
  const open = new Map(pairsOfAll(axes, names).map((pair) => [keyOf(pair), pair]));
  const cases: Case[] = [];
  for (const [key, pair] of open) {
    const found = fit(fillIn(axes, names, open, pair));
    const covered = pairsOf(found, names).map(keyOf);
    // What `fit` took apart can't come together.
    open.delete(key);
    if (!covered.includes(key)) continue;
    for (const each of covered) open.delete(each);
    cases.push(found);
  }
  return cases;
}

type Setting<Case> = readonly [name: keyof Case, value: unknown];
type Pair<Case> = readonly [Setting<Case>, Setting<Case>];

/** Chooses each part that is left by how many open pairs it makes with what is chosen. */
function fillIn<Case extends object>(
  axes: Axes<Case>,
  names: readonly (keyof Case)[],
  open: ReadonlyMap<string, unknown>,
  pair: Pair<Case>,
): Case {
  const chosen = new Map<keyof Case, unknown>(pair);
  for (const name of names.filter((each) => !chosen.has(each))) {
    const gain = (value: unknown) =>
      [...chosen].filter((other) => open.has(keyOf([other, [name, value]])) || open.has(keyOf([[name, value], other]))).length;
    chosen.set(
      name,
      axes[name].reduce((best, value) => (gain(value) > gain(best) ? value : best)),
    );
  }
  return Object.fromEntries(names.map((name) => [name, chosen.get(name)])) as Case;
}

const pairsOfAll = <Case extends object>(axes: Axes<Case>, names: readonly (keyof Case)[]): Pair<Case>[] =>
  names.flatMap((first, at) =>
    names.slice(at + 1).flatMap((second) =>
      axes[first].flatMap((a) =>
        axes[second].map(
          (b): Pair<Case> => [
            [first, a],
            [second, b],
          ],
        ),
      ),
    ),
  );

const pairsOf = <Case extends object>(of: Case, names: readonly (keyof Case)[]): Pair<Case>[] =>
  names.flatMap((first, at) =>
    names.slice(at + 1).map(
      (second): Pair<Case> => [
        [first, of[first]],
        [second, of[second]],
      ],
    ),
  );

/** Values are told apart by their names where they have one: a source is an object with functions. */
const keyOf = <Case>([[first, a], [second, b]]: Pair<Case>): string => JSON.stringify([first, nameOf(a), second, nameOf(b)]);

const nameOf = (value: unknown): unknown => (typeof value === "object" && value !== null && "name" in value ? value.name : value);
