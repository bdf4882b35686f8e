import { h } from "./element";
import type { Given } from "./given";
import type { Control, Happening, Place, Situation } from "./situation";
import { speak, tame, type Text } from "./text";

/** The text of the data itself: fenced off from the direction of the text around it. */
export function data(words: string, lang?: string): HTMLElement {
  return h("bdi", { lang: lang ?? null }, tame(words));
}

/** The name of a party in the language of the page. */
export function partyName(text: Text, situation: Situation, id: string | null | undefined): string {
  if (!id) return text.t("party.nobody");
  const party = situation.parties.find((each) => each.id === id);
  return party ? text.own(party.name, party.name_ar) : text.word("party", id);
}

const withArticle = new Set(["syrian-government", "sdf", "us-coalition", "united-states"]);

/** The name of a party as it stands inside a sentence. */
export function partyPhrase(text: Text, situation: Situation, id: string | null | undefined): string {
  const party = partyName(text, situation, id);
  return id && withArticle.has(id) ? text.t("party.the", { party }) : party;
}

/** The name of a source in the language of the page. */
export function sourceName(text: Text, situation: Situation, id: string | null | undefined): string {
  if (!id) return "";
  const source = situation.sources.find((each) => each.id === id);
  return source ? text.own(source.name, source.name_ar) : tame(id);
}

export const placeName = (text: Text, place: Pick<Place, "name" | "name_ar">) => text.own(place.name, place.name_ar);
export const eventTitle = (text: Text, event: Happening) => text.own(event.title, event.title_ar);

/** Who holds a place, in one sentence that says no more than the claims behind it. */
export function statusSentence(text: Text, situation: Situation, place: Place): string {
  const { control } = place;
  const name = (id: string | null | undefined) => partyPhrase(text, situation, id);
  switch (control.status) {
    case "held":
      return text.t("control.held", { party: name(control.controlled_by) });
    case "besieged": {
      const by = control.besieged_by ? name(control.besieged_by) : null;
      if (by === null) return text.t("control.besiegedBySeveral", { party: name(control.controlled_by) });
      return control.controlled_by ? text.t("control.besieged", { by, party: name(control.controlled_by) }) : text.t("control.besiegedOnly", { by });
    }
    case "contested":
      return text.t("control.contested", { parties: text.list([...new Set(control.parties.map((each) => name(each.party)))]) });
    case "vacated":
      return text.t("control.vacated");
    case "unknown":
      return text.t("control.unknown");
  }
}

/** What one claim about control says, in a few words. */
export function controlWords(text: Text, situation: Situation, claim: Control): string {
  const party = partyPhrase(text, situation, claim.party);
  const by = claim.besieged_by ? partyPhrase(text, situation, claim.besieged_by) : null;
  const words = () => {
    if (claim.status === "held" && claim.party) return text.t("control.held", { party });
    if (claim.status === "vacated" && claim.party) return text.t("control.left", { party });
    if (claim.status === "besieged" && by) return claim.party ? text.t("control.besieged", { party, by }) : text.t("control.besiegedBy", { by });
    return text.word("status", claim.status);
  };
  return claim.end ? text.t("control.until", { what: words(), day: text.day(claim.end) }) : words();
}

/** The same in as few words as fit beside a sign on the map. */
export function statusLabel(text: Text, situation: Situation, place: Place): string {
  if (place.reference_only) return "";
  const { control } = place;
  if (control.status === "held") return partyName(text, situation, control.controlled_by);
  if (control.status === "besieged") {
    return control.controlled_by ? text.t("label.besieged", { party: partyName(text, situation, control.controlled_by) }) : text.t("status.besieged");
  }
  return text.word("label", control.status);
}

/** What to say when something could not be loaded. */
export function failureWords(text: Text, why: string | null): string {
  return `${text.t("failed")} ${why === null ? text.t("unreachable") : tame(why)}`;
}

/** The moment that is shown, in words: that of what has arrived, not that of a question still open. */
export function momentWords(given: Given): string {
  const text = given.text();
  const told = given.told.get()?.value;
  const moment = (told ? told.asked.moment : given.page.get().moment) ?? told?.latest.range.end ?? null;
  return moment === null ? text.t("moment.latest") : text.day(moment);
}

/** The sources that are asked, in words. */
export function sourcesWords(given: Given, sources: readonly string[]): string {
  const text = given.text();
  const situation = given.told.get()?.value?.latest;
  if (sources.length === 0 || !situation) return text.t("sources.everyone");
  const party = partyOfAll(situation, sources);
  if (party) return text.t("sources.party", { party: partyName(text, situation, party) });
  return text.list(sources.map((id) => sourceName(text, situation, id)));
}

/** The party whose sources these are, all of them and no others; null if there is none, or one source only. */
export function partyOfAll(situation: Situation, sources: readonly string[]): string | null {
  const first = situation.sources.find((each) => each.id === sources[0])?.party;
  const all = situation.sources.filter((each) => each.party === first).map((each) => each.id);
  return first && sources.length > 1 && all.length === sources.length && all.every((id) => sources.includes(id)) ? first : null;
}

/** Both languages' names of a place, the one that is not spoken and the Kurdish one with its language. */
export function otherNames(text: Text, place: Place): { lang: "en" | "ar" | "ku"; name: string; note: string | null }[] {
  const names: { lang: "en" | "ar" | "ku"; name: string; note: string | null }[] = [];
  if (text.lang === "en" && place.name_ar) names.push({ lang: "ar", name: place.name_ar, note: speak("en").t("name.arabic") });
  if (text.lang === "ar") names.push({ lang: "en", name: place.name, note: text.t("name.english") });
  if (place.name_ku) {
    const basis = place.name_ku_basis === "general knowledge" ? "name.kurdishGeneral" : "name.kurdish";
    names.push({ lang: "ku", name: place.name_ku, note: text.t(basis) });
  }
  return names;
}
