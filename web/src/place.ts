import { attributeBlock, controlClaims } from "./claims";
import { pensOf } from "./edit/pen";
import { h, type Child } from "./element";
import { eventBlock } from "./event";
import type { Given, Told } from "./given";
import { data, momentWords, otherNames, placeName, sourcesWords, statusSentence } from "./names";
import { basisOf, earlier, inOrder, isVague, type Place } from "./situation";
import { disputedTag, draw, symbolOf } from "./symbols";
import type { Text } from "./text";

function names(text: Text, place: Place): HTMLElement {
  const others = otherNames(text, place).map(({ lang, name, note }) => h("li", {}, data(name, lang), note ? h("small", {}, ` ${note}`) : null));
  return h("ul", { class: "names", "aria-label": text.t("name.others") }, ...others);
}

function variants(text: Text, place: Place): HTMLElement | null {
  const list = place.name_en_variants ?? [];
  if (list.length === 0) return null;
  return h("p", { class: "quiet variants" }, text.t("name.variants"), " ", data(list.join(", "), "en"));
}

/** How sure the position is. */
function position(text: Text, place: Place): HTMLElement {
  const accuracy = place.position_accuracy;
  const words = accuracy === null ? text.t("position.unknown") : text.t(isVague(place) ? "position.vague" : "position.known", { length: text.length(accuracy) });
  return h(
    "section",
    { class: "position" },
    h("h3", {}, text.t("position.title")),
    h("p", {}, words, " ", place.position_confidence ? h("span", { class: "tag" }, text.word("confidence", place.position_confidence)) : null),
    place.position_source ? h("p", { class: "quiet" }, text.t("position.source"), " ", data(place.position_source, "en")) : null,
  );
}

function ruleLink(text: Text, told: Told): HTMLElement {
  return h("a", { href: told.now.rule.href, class: "rule" }, text.t("control.rule", { rule: `${told.now.rule.id}/${told.now.rule.version}` }));
}

function control(given: Given, told: Told, place: Place): HTMLElement {
  const text = given.text();
  const pens = pensOf(given);
  const basis = basisOf(place);
  const ids = new Set(place.control.basis.claims);
  const shown = place.control.claims.filter((claim) => ids.has(claim.id));
  const former = place.control.claims.filter((claim) => !ids.has(claim.id));
  const said = basis.map((claim) => text.own(claim.claimed_by_name, claim.claimed_by_name_ar));
  return h(
    "section",
    { class: "control", "aria-label": text.t("control.title") },
    h(
      "div",
      { class: "control-head" },
      draw(symbolOf(place), 56),
      h(
        "div",
        {},
        h("p", { class: "verdict" }, statusSentence(text, told.now, place)),
        h("p", { class: "basis" }, said.length > 0 ? text.t("control.saidBy", { sources: text.list(said) }) : text.t("control.saidByNobody", { sources: sourcesWords(given, told.asked.sources), day: momentWords(given) })),
        place.control.since ? h("p", { class: "basis" }, text.t("control.since", { day: text.day(place.control.since) })) : null,
        place.control.disputed ? h("p", {}, disputedTag(text.t("control.disputed"))) : null,
      ),
    ),
    shown.length > 0 ? controlClaims(text, told.now, shown, pens) : null,
    former.length > 0 ? h("details", { class: "former" }, h("summary", { "data-key": `former-${place.id}` }, text.count("control.former", former.length)), controlClaims(text, told.now, former, pens)) : null,
    ruleLink(text, told),
  );
}

/** Everything that is told about one place. */
export function placeBlocks(given: Given, told: Told, place: Place): Child[] {
  const text = given.text();
  const pens = pensOf(given);
  return [
    h("p", { class: "kicker" }, text.word("kind", place.kind), place.reference_only ? ` · ${text.t("place.reference")}` : null),
    h("h2", { tabindex: -1, "data-key": "title" }, data(placeName(text, place))),
    names(text, place),
    place.disputed ? h("p", { class: "lead" }, disputedTag(text.t("place.disputed"))) : null,
    place.reference_only ? null : control(given, told, place),
    ...inOrder(place.attributes).map((attribute) => attributeBlock(text, told.now, attribute, pens)),
    ...[...place.events].sort(earlier).map((event) => eventBlock(text, told.now, event, "h3", pens)),
    place.events.length === 0 && !place.reference_only ? h("p", { class: "quiet" }, text.t("place.noEvents", { day: momentWords(given) })) : null,
    position(text, place),
    place.summary ? h("p", { class: "quiet" }, data(text.own(place.summary, place.summary_ar))) : null,
    variants(text, place),
  ];
}
