import type { Pens } from "./edit/pen";
import { h, hostOf, webAddress, type Child } from "./element";
import { controlWords, data, sourceName } from "./names";
import { partyOf, sideBySide, type Attribute, type Claim, type Control, type Said, type Situation } from "./situation";
import { disputedTag, partyClass } from "./symbols";
import type { Text } from "./text";

/** Who says it. */
function speaker(text: Text, situation: Situation, said: Said): HTMLElement {
  const name = text.own(said.claimed_by_name, said.claimed_by_name_ar) || sourceName(text, situation, said.claimed_by);
  const [before = "", after = ""] = text.t("claim.says").split("{who}");
  const says = (words: string) => (words === "" ? null : h("span", { class: "says" }, words));
  return h("p", { class: "who" }, says(before), data(name), says(after));
}

/** When it was said, to whom, and who reports it. */
function provenance(text: Text, situation: Situation, said: Said): Child[] {
  const line = (words: string) => h("li", {}, words);
  const when = said.claimed_at ? text.t("claim.on", { day: text.day(said.claimed_at) }) : text.t("claim.noDay");
  const reporter = said.reported_by && said.reported_by !== said.claimed_by ? sourceName(text, situation, said.reported_by) : null;
  const checker = said.not_verified_by ? sourceName(text, situation, said.not_verified_by) : null;
  return [
    line(when),
    said.reported_to ? line(text.t("claim.to", { whom: said.reported_to })) : null,
    reporter ? line(text.t("claim.reportedBy", { reporter })) : null,
    line(checker ? text.t("claim.notVerifiedBy", { checker }) : text.word("verification", said.verification ?? "unverified")),
  ];
}

function source(text: Text, said: Said): HTMLElement | null {
  const href = webAddress(said.link);
  if (href === null) return null;
  return h("a", { href, target: "_blank", rel: "noopener noreferrer", class: "source" }, text.t("claim.link", { host: hostOf(href) }));
}

function note(text: Text, said: Said): HTMLElement | null {
  const words = text.own(said.note, said.note_ar);
  const bare = (sentence: string) => sentence.trim().replace(/[.。]$/, "").toLocaleLowerCase(text.lang);
  // What the paraphrase says already is not said again.
  const known = bare(text.own(said.paraphrase, said.paraphrase_ar)).includes(bare(words));
  return words && !known ? h("p", { class: "note" }, data(words)) : null;
}

function card(text: Text, situation: Situation, said: Said, pen: Child, ...inner: Child[]): HTMLElement {
  return h(
    "li",
    { class: `claim ${partyClass(partyOf(situation, said.claimed_by))}`, "data-claim": said.id },
    speaker(text, situation, said),
    ...inner,
    note(text, said),
    h("ul", { class: "provenance" }, ...provenance(text, situation, said)),
    source(text, said),
    pen,
  );
}

/** What a claim is called where it is spoken of. */
const nameOf = (text: Text, said: Said) => text.own(said.paraphrase, said.paraphrase_ar) || text.own(said.claimed_by_name, said.claimed_by_name_ar) || said.id;

function paraphrase(text: Text, said: Said): HTMLElement | null {
  const words = text.own(said.paraphrase, said.paraphrase_ar);
  return words ? h("p", { class: "paraphrase" }, data(words)) : null;
}

function claimCard(text: Text, situation: Situation, claim: Claim, pens: Pens): HTMLElement {
  // A bare yes says less than the sentence below it.
  const value = claim.value_text === "yes" ? null : h("p", { class: "value" }, data(text.value(claim)));
  return card(text, situation, claim, pens.correct("claims", claim.id, nameOf(text, claim)), value, paraphrase(text, claim));
}

/** Who could not verify it: a note of its own, for it contradicts nobody. */
function couldNotVerify(text: Text, situation: Situation, claim: Claim, pens: Pens): HTMLElement {
  const who = text.own(claim.claimed_by_name, claim.claimed_by_name_ar) || sourceName(text, situation, claim.claimed_by);
  return h("p", { class: "unverified", "data-claim": claim.id }, h("strong", {}, text.t("claim.noteOf", { who })), " ", data(text.own(claim.paraphrase, claim.paraphrase_ar)), " ", pens.correct("claims", claim.id, nameOf(text, claim)));
}

/** Whether nobody has verified any of the claims. */
const unverified = (claims: readonly Claim[]) => claims.every((claim) => (claim.verification ?? "unverified") === "unverified");

function headline(text: Text, attribute: Attribute): HTMLElement {
  const range = text.range(attribute);
  return h(
    "header",
    { class: "attribute-head" },
    h("h4", {}, text.word("attribute", attribute.attribute)),
    attribute.disputed ? disputedTag(text.t("claim.disputed")) : null,
    range ? h("p", { class: "range" }, h("span", { class: "figure" }, range), unverified(attribute.claims) ? h("span", { class: "caveat" }, text.t("claim.unverifiedRange")) : null) : null,
  );
}

/** Claims about one thing side by side, with the range of their numbers. */
export function attributeBlock(text: Text, situation: Situation, attribute: Attribute, pens: Pens): HTMLElement {
  const { said, unverified } = sideBySide(attribute.claims);
  return h(
    "section",
    { class: "attribute", "data-attribute": attribute.attribute },
    headline(text, attribute),
    said.length > 0 ? h("ul", { class: "claims" }, ...said.map((claim) => claimCard(text, situation, claim, pens))) : null,
    ...unverified.map((claim) => couldNotVerify(text, situation, claim, pens)),
  );
}

/** Claims about who holds a place. */
export function controlClaims(text: Text, situation: Situation, claims: readonly Control[], pens: Pens): HTMLElement {
  return h("ul", { class: "claims" }, ...claims.map((claim) => card(text, situation, claim, pens.correct("control", claim.id, nameOf(text, claim)), h("p", { class: "value small" }, controlWords(text, situation, claim)), paraphrase(text, claim))));
}
