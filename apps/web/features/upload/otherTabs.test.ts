import { afterEach, describe, expect, it } from "vitest";
import { OtherTabs } from "./otherTabs.ts";

const tabs: OtherTabs[] = [];
const openTab = (...jobs: readonly string[]): OtherTabs => {
  const tab = new OtherTabs((jobId) => jobs.includes(jobId));
  tabs.push(tab);
  return tab;
};
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.close();
});

describe("pages of one browser", () => {
  it("tell each other which jobs they send files of", async () => {
    openTab("a", "b");
    openTab("c");
    expect(await openTab().sending(["a", "c", "d"])).toEqual(new Set(["a", "c"]));
  });

  it("know of nothing that a closed page sent, nor of what they send themselves", async () => {
    openTab("a").close();
    expect(await openTab("a").sending(["a"])).toEqual(new Set());
    expect(await openTab().sending([])).toEqual(new Set());
  });
});
