import { attributeBlock } from "./claims";
import type { Pens } from "./edit/pen";
import { h, hostOf, webAddress } from "./element";
import { data, eventTitle, sourceName } from "./names";
import { inOrder, type Happening, type Situation } from "./situation";
import type { Text } from "./text";

/** One event with everything that is claimed about it. */
export function eventBlock(text: Text, situation: Situation, event: Happening, heading: "h2" | "h3", pens: Pens): HTMLElement {
  const href = webAddress(event.link ?? null);
  const summary = text.own(event.summary, event.summary_ar);
  const note = text.own(event.note, event.note_ar);
  return h(
    "article",
    { class: "event", "data-event": event.id, "aria-label": eventTitle(text, event) },
    h("p", { class: "kicker" }, text.word("happening", event.kind), " · ", h("span", { class: "event-when" }, text.when(event))),
    h(heading, {}, data(eventTitle(text, event))),
    summary ? h("p", { class: "summary" }, data(summary)) : null,
    note ? h("p", { class: "note" }, data(note)) : null,
    ...inOrder(event.attributes).map((attribute) => attributeBlock(text, situation, attribute, pens)),
    event.attributes.length === 0 ? h("p", { class: "quiet" }, text.t("event.noClaims")) : null,
    h(
      "p",
      { class: "quiet reported" },
      event.reported_by ? `${text.t("claim.reportedBy", { reporter: sourceName(text, situation, event.reported_by) })} · ` : null,
      href ? h("a", { href, target: "_blank", rel: "noopener noreferrer", class: "source" }, text.t("claim.link", { host: hostOf(href) })) : null,
    ),
    h("p", { class: "pen-row" }, pens.add("claims", `events/${event.id}`, eventTitle(text, event)), pens.correct("events", event.id, eventTitle(text, event))),
  );
}
