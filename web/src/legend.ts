import { follow } from "./cell";
import { notes } from "./basemap";
import { h, paint, s } from "./element";
import type { Given } from "./given";
import { partyName } from "./names";
import { statuses, type Situation } from "./situation";
import { draw, partyClass, type Symbol } from "./symbols";
import type { Text } from "./text";

const sample = { holders: ["syrian-government", "sdf"], kind: "prison", disputed: false } as const;

function sampleOf(status: Symbol["status"]): Symbol {
  if (status === "held") return { ...sample, status, holders: ["syrian-government"], besieger: null };
  if (status === "besieged") return { ...sample, status, holders: ["sdf"], besieger: "syrian-government" };
  return { ...sample, status, besieger: null };
}

const line = (sign: Element, term: string, words: string) => h("div", { class: "legend-line" }, h("dt", {}, sign, h("span", {}, term)), h("dd", {}, words));

/** The parties that hold, besiege or are contested anywhere, ever, and so have a colour to explain. */
function parties(text: Text, situation: Situation): HTMLElement {
  const used = new Set(situation.places.flatMap((place) => place.control.claims.flatMap((claim) => [claim.party, claim.besieged_by])));
  const rows = situation.parties.filter((party) => used.has(party.id));
  return h("span", { class: "legend-parties" }, ...rows.map((party) => h("span", {}, h("span", { class: `swatch ${partyClass(party.id)}`, "aria-hidden": "true" }), partyName(text, situation, party.id))));
}

function circle(): SVGElement {
  return s("svg", { class: "symbol", viewBox: "-23 -23 46 46", width: 34, height: 34, "aria-hidden": "true" }, s("circle", { class: "legend-circle", r: 17 }));
}

function mark(): SVGElement {
  return s("svg", { class: "symbol", viewBox: "-23 -23 46 46", width: 34, height: 34, "aria-hidden": "true" }, s("circle", { class: "dispute", r: 12 }), s("path", { class: "dispute-mark", d: "M-6-3h12M-6 3h12M3.5-7-3.5 7" }));
}

/** The colours and shapes with their names, in one line that is always seen. */
function key(text: Text, situation: Situation): HTMLElement {
  return h(
    "span",
    { class: "legend-key" },
    parties(text, situation),
    h("span", { class: "legend-shapes" }, ...statuses.map((status) => h("span", {}, draw({ ...sampleOf(status), kind: "none", disputed: false }, 22), text.word("status", status)))),
  );
}

/** Escape closes the legend while the keyboard is in it. */
function close(event: Event): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (!(event instanceof KeyboardEvent) || event.key !== "Escape" || !details.open) return;
  event.stopPropagation();
  details.open = false;
  details.querySelector("summary")?.focus();
}

/** What the signs on the map mean. */
export function legend(given: Given, element: HTMLElement): () => void {
  let open = false;
  let shown: unknown = null;
  const render = () => {
    const text = given.text();
    const situation = given.told.get()?.value?.latest;
    const now = `${text.lang} ${situation ? "situation" : "none"}`;
    if (!situation) return paint(element);
    if (now === shown) return;
    shown = now;
    const details = h(
      "details",
      { class: "legend", open, on: { toggle: (event) => (open = (event.target as HTMLDetailsElement).open), keydown: close } },
      h("summary", { "data-key": "legend" }, h("span", { class: "legend-title" }, text.t("legend.title")), key(text, situation)),
      h("div", { class: "legend-body" },
        h("h3", {}, text.t("legend.shapes")),
        h("dl", {},
          ...statuses.map((status) => line(draw(sampleOf(status), 34), text.word("status", status), text.word("legend", status))),
          line(mark(), text.t("legend.disputedTerm"), text.t("legend.disputed")),
          line(circle(), text.t("legend.circleTerm"), text.t("legend.circle")),
        ),
        h("p", { class: "quiet" }, text.t("legend.kinds")),
        h("p", { class: "quiet" }, notes[text.lang].schematic, ". ", notes[text.lang].disputed, "."),
      ),
    );
    paint(element, details);
  };
  return follow([given.page, given.told], render);
}
