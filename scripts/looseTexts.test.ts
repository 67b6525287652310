import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { expect, it } from "vitest";

const web = path.join(import.meta.dirname, "../apps/web");

/** Attributes and properties that are read out or shown. */
const spoken = /^(?:aria-(?:label|description|valuetext|roledescription)|alt|title|placeholder|label|help)$/;

/** Texts that stand in a component rather than among the messages: two letters that follow on each other are a word. */
function looseTexts(file: string, source: string): string[] {
  const found: string[] = [];
  const isWord = (text: unknown): text is string => typeof text === "string" && /\p{L}{2}/u.test(text);
  new Visitor({
    JSXText: ({ value }) => void (isWord(value) && found.push(value.trim())),
    JSXAttribute: ({ name, value }) => {
      if (name.type === "JSXIdentifier" && spoken.test(name.name) && value?.type === "Literal" && isWord(value.value))
        found.push(`${name.name}=${value.value}`);
    },
    JSXExpressionContainer: ({ expression }) => {
      if (expression.type === "Literal" && isWord(expression.value)) found.push(`{${expression.value}}`);
    },
  }).visit(parseSync(file, source).program);
  return found;
}

it("finds what stands in a component", () => {
  const source = `export const A = ({ at }) => <p title="Loose" className="text-sm" aria-label={at}> Text {at} · <img alt="" />{"More"}</p>;`;
  expect(looseTexts("a.tsx", source).toSorted()).toEqual(["Text", "title=Loose", "{More}"].toSorted());
});

it("no text stands in a component: all of them are messages, in every language", () => {
  const files = globSync("{app,components,features,lib}/**/*.tsx", { cwd: web });
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((file) =>
    looseTexts(file, readFileSync(path.join(web, file), "utf8")).map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});
