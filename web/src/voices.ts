import { follow } from "./cell";
import { h, paint } from "./element";
import type { Given } from "./given";
import { partyName } from "./names";
import type { Source } from "./situation";

/** The choice of whom to believe: everyone, all of one party, or one source. */
export function voices(given: Given, element: HTMLElement): () => void {
  const render = () => {
    const situation = given.told.get()?.value?.latest;
    if (!situation) return paint(element);
    const text = given.text();
    const { sources } = given.page.get();
    const chosen = sources.join();
    const parties = [...new Set(situation.sources.map((each) => each.party))];
    const option = (value: string, words: string) => h("option", { value, selected: value === chosen }, words);
    const name = (source: Source) => text.own(source.name, source.name_ar);
    const groups = parties.map((party) => {
      const members = situation.sources.filter((each) => each.party === party);
      const whole = members.length > 1 ? option(members.map((each) => each.id).join(), text.t("sources.party", { party: partyName(text, situation, party) })) : null;
      return h("optgroup", { label: partyName(text, situation, party) }, whole, ...members.map((each) => option(each.id, name(each))));
    });
    const known = chosen === "" || groups.some((group) => [...group.querySelectorAll("option")].some((each) => each.value === chosen));
    const select = h(
      "select",
      { id: "voices", "data-key": "voices", on: { change: (event) => given.page.change({ sources: (event.target as HTMLSelectElement).value.split(",").filter((id) => id !== "") }) } },
      option("", text.t("sources.everyone")),
      known ? null : option(chosen, chosen),
      ...groups,
    );
    paint(element, h("label", { for: "voices" }, text.t("sources.label")), " ", select);
  };
  return follow([given.page, given.told], render, () => [given.page.get().lang, given.page.get().sources, given.told.get()?.value?.latest]);
}
