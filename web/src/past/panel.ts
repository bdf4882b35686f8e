import { follow } from "../cell";
import { h, paint, type Child } from "../element";
import type { Given, Listed } from "../given";
import { data, failureWords } from "../names";
import { toMap } from "../panel";
import { byDay } from "./change";
import { changeEntry } from "./entry";
import { isRevision, readSince, spans } from "./since";

/** So many changes are written out at a time. */
const step = 40;

const today = () => new Date().toISOString().slice(0, 10);

/** Since when: an earlier visit, an hour, a day, or a date. `typed` hears of a date as it is typed. */
function choice(given: Given, element: HTMLElement, typed: (date: string) => void): void {
  const text = given.text();
  const { since } = given.page.get();
  if (since === null) return element.replaceChildren();
  const named = spans.some((each) => each === since);
  const visit = given.visit.get();
  const option = (value: string, words: string) => h("option", { value, selected: value === since || (value === "date" && !named && !isRevision(since)) }, words);
  const pick = (event: Event) => {
    const value = (event.target as HTMLSelectElement).value;
    given.page.change({ since: value === "date" ? today() : value });
  };
  const date = (event: Event) => {
    const read = readSince((event.target as HTMLInputElement).value);
    if (read === null) return;
    typed(read);
    given.page.change({ since: read }, "replace");
  };
  const shown = visit === null ? spans.filter((each) => each !== "visit" || since === "visit") : spans;
  paint(
    element,
    h("label", { for: "past-since" }, text.t("past.since")),
    h(
      "select",
      { id: "past-since", "data-key": "past-since", on: { change: pick } },
      ...shown.map((each) => option(each, each === "visit" && visit !== null ? text.t("past.visitAt", { day: text.day(new Date(visit.at).toISOString()) }) : text.word("past", each))),
      isRevision(since) ? option(since, text.t("past.revision", { n: text.number(Number(since)) })) : null,
      option("date", text.t("past.date")),
    ),
    named || isRevision(since) ? null : h("input", { type: "date", value: since, max: today(), "aria-label": text.t("past.which"), "data-key": "past-day", on: { change: date } }),
  );
}

function days(given: Given, { changes }: Listed, rows: number): Child[] {
  const text = given.text();
  return byDay(changes.slice(0, rows)).flatMap(({ day, changes }) => [
    h("h3", { class: "section" }, text.day(day)),
    h("ol", { class: "changes" }, ...changes.map((each) => changeEntry(given, each, "change", false))),
  ]);
}

function connection(given: Given): string {
  const text = given.text();
  const now = given.live.get();
  return now === "lost" ? text.t("past.lost") : now === "on" ? text.t("past.live") : "";
}

function listed(given: Given, value: Listed, rows: number, more: () => void): Child[] {
  const text = given.text();
  const { length } = value.changes;
  return [
    h("p", { class: "past-count", "data-key": "past-count" }, length === 0 ? text.t("past.nothing") : text.count("past.count", length)),
    value.cut ? h("p", { class: "quiet" }, text.t("past.cut")) : null,
    value.more ? h("p", { class: "quiet" }, text.t("past.tooMany", { n: length })) : null,
    h("p", { class: "quiet" }, text.t("past.utc"), " ", connection(given)),
    ...days(given, value, rows),
    length > rows ? h("p", {}, h("button", { type: "button", class: "plain", "data-key": "past-more", on: { click: more } }, text.count("past.more", Math.min(step, length - rows)))) : null,
  ];
}

/** What has changed since a moment, where the words stand; a chosen thing takes its place until one goes back. */
export function changesPanel(given: Given, element: HTMLElement): () => void {
  let rows = step;
  let since: string | null = null;
  let left = "";
  let drawn = "";
  const title = h("h2", { tabindex: -1, "data-key": "past-title" });
  const close = h("button", { type: "button", class: "plain", "data-key": "past-close" });
  const back = h("button", { type: "button", class: "plain to-map", on: { click: toMap } });
  const head = h("div", { class: "find-head" }, title, back, close);
  const form = h("form", { class: "past-form", on: { submit: (event) => event.preventDefault() } });
  const list = h("div", { class: "past-list" });
  close.addEventListener("click", () => {
    given.page.change({ since: null });
    document.querySelector<HTMLElement>("[data-key=since]")?.focus();
  });
  element.addEventListener("focusin", (event) => (left = (event.target as HTMLElement).dataset["key"] ?? ""));

  const render = () => {
    const text = given.text();
    const load = given.changed.get();
    if (given.page.get().since !== since) rows = step;
    since = given.page.get().since;
    title.textContent = text.t("past.title");
    close.textContent = text.t("near.close");
    back.textContent = text.t("panel.toMap");
    element.setAttribute("aria-label", text.t("past.title"));
    element.setAttribute("aria-busy", String(load?.is === "loading"));
    // A date that is being typed is never made anew under the fingers.
    const now = [since, text.lang, given.visit.get()?.rev].join(" ");
    if (now !== drawn) choice(given, form, (date) => (drawn = [date, text.lang, given.visit.get()?.rev].join(" ")));
    drawn = now;
    const onward = () => {
      rows += step;
      render();
    };
    if (load?.is === "failed") {
      const again = () => given.again.set(given.again.get() + 1);
      return paint(list, h("div", { class: "alert" }, h("p", {}, data(failureWords(text, load.why))), h("p", {}, h("button", { type: "button", class: "plain", "data-key": "past-again", on: { click: again } }, text.t("again")))));
    }
    if (!load?.value) return paint(list, load === null ? null : h("p", { class: "quiet" }, text.t("loading")));
    paint(list, ...listed(given, load.value, rows, onward));
  };
  let was = { open: given.page.get().since !== null, chosen: given.page.get().chosen };
  const turn = () => {
    const { since, chosen } = given.page.get();
    const open = since !== null && given.keeps.get();
    element.hidden = !open || chosen !== null;
    if (element.hidden) element.replaceChildren();
    else if (!element.contains(head)) element.append(head, form, list);
    const before = was;
    was = { open, chosen };
    if (element.hidden || (before.open && before.chosen === null)) return;
    // Whoever comes back stands where they left; whoever opens it begins at its title.
    const row = before.open ? element.querySelector<HTMLElement>(`.change [data-key="${CSS.escape(left)}"]`) : null;
    (row ?? title).focus({ preventScroll: true });
    (row ?? title).scrollIntoView({ block: row ? "center" : "start" });
  };
  const picked = () => {
    const { lang, since, known } = given.page.get();
    return [lang, since, known, given.changed.get(), given.live.get(), given.visit.get(), given.told.get()?.value];
  };
  const ends = [
    follow([given.page, given.changed, given.live, given.visit, given.told], render, picked),
    follow([given.page, given.keeps], turn, () => [given.page.get().since === null, given.page.get().chosen, given.keeps.get()]),
    given.changed.on((now, before) => {
      if (now?.is === "ready" && before?.is !== "ready") given.whisper(now.value.changes.length === 0 ? given.text().t("past.nothing") : given.text().count("past.count", now.value.changes.length));
    }),
  ];
  return () => {
    for (const end of ends) end();
    element.replaceChildren();
  };
}
