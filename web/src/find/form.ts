import { follow } from "../cell";
import type { Collection } from "../api";
import { h, paint, type Child } from "../element";
import type { Asking, Given } from "../given";
import { tame } from "../text";
import { blank } from "./course";
import { compared, comparisonsOf, unasked, type Bounds, type Comparison, type Condition, type Find } from "./condition";
import type { Queryable } from "./queryables";
import { valueField } from "./value";
import { askable, collectionWords, propertyWords } from "./words";

/** What the map shows now. */
function seen(given: Given): Bounds | null {
  const [west, south, east, north] = (given.seen.get() ?? "").split(",").map(Number);
  return west === undefined || south === undefined || east === undefined || north === undefined ? null : [west, south, east, north];
}

/** Whether the map shows another part than the one that is looked through. */
function moved(given: Given): boolean {
  const { find } = given.page.get();
  return find !== null && find.bounds !== null && find.bounds.join() !== seen(given)?.join();
}

interface Desk {
  readonly given: Given;
  readonly find: Find;
  /** Changes what is looked for; `typing`: what stands in the fields is that already. */
  change(patch: Partial<Find>, typing?: boolean): void;
}

function labelled(id: string, label: string, field: HTMLElement): HTMLElement {
  field.id = id;
  field.dataset["key"] = id;
  return h("p", { class: "find-line" }, h("label", { for: id }, label), " ", field);
}

function selected(event: Event): string {
  return (event.target as HTMLSelectElement).value;
}

function collectionLine(desk: Desk, all: readonly Collection[], now: string): HTMLElement {
  const { given, change } = desk;
  const options = all.map((each) => h("option", { value: each.id, selected: each.id === now, dir: "auto" }, collectionWords(given, each)));
  if (!all.some((each) => each.id === now)) options.unshift(h("option", { value: now, selected: true }, tame(now)));
  return labelled("find-collection", given.text().t("find.in"), h("select", { on: { change: (event) => change({ ...unasked, collection: selected(event) }) } }, ...options));
}

function anyLine({ given, find, change }: Desk): HTMLElement {
  const text = given.text();
  const options = [["all", text.t("find.all")], ["any", text.t("find.any")]].map(([value, words]) => h("option", { value, selected: (value === "any") === find.any }, words ?? ""));
  return labelled("find-any", text.t("find.meets"), h("select", { on: { change: (event) => change({ any: selected(event) === "any" }) } }, ...options));
}

function replaced(find: Find, index: number, condition: Condition): Partial<Find> {
  return { conditions: find.conditions.map((each, at) => (at === index ? condition : each)) };
}

/** The values of another property make no sense any more; a yes is what one asks for first. */
function about(property: Queryable, before: Condition): Condition {
  const offered = comparisonsOf(property.kind);
  const comparison = offered.includes(before.comparison) ? before.comparison : (offered[0] ?? "is");
  return { property: property.name, comparison, values: property.kind === "boolean" ? ["true"] : [] };
}

function propertyField(given: Given, known: readonly Queryable[], now: string, index: number, choose: (property: Queryable) => void): HTMLElement {
  const options = known.map((each) => h("option", { value: each.name, selected: each.name === now, title: each.description }, propertyWords(given, each)));
  if (!known.some((each) => each.name === now)) options.unshift(h("option", { value: now, selected: true }, tame(now)));
  const change = (event: Event) => {
    const property = known.find((each) => each.name === selected(event));
    if (property) choose(property);
  };
  return h("select", { class: "find-property", dir: "auto", "aria-label": given.text().t("find.property"), "data-key": `find-${index}-property`, on: { change } }, ...options);
}

function comparisonField(given: Given, property: Queryable, now: Comparison, index: number, choose: (comparison: Comparison) => void): HTMLElement {
  const text = given.text();
  const offered = comparisonsOf(property.kind);
  const all = offered.includes(now) ? offered : [now, ...offered];
  const options = all.map((each) => h("option", { value: each, selected: each === now }, text.word("find.compare", each)));
  return h("select", { class: "find-comparison", "aria-label": text.t("find.comparison"), "data-key": `find-${index}-comparison`, on: { change: (event) => choose(selected(event) as Comparison) } }, ...options);
}

/** One condition as a sentence. What is chosen changes what stands after it and nothing else, so that the keyboard stays where it is. */
function conditionRow(desk: Desk, asking: Asking, initial: Condition, index: number, changed: () => void): HTMLElement {
  const { given, find, change } = desk;
  const text = given.text();
  const collection = asking.collection.id;
  const all = asking.queryables.properties;
  let now = initial;
  const tell = (next: Condition) => {
    now = next;
    // What has been typed into the other rows meanwhile counts.
    change(replaced(given.page.get().find ?? find, index, now), true);
    changed();
  };
  const property = () => all.find((each) => each.name === now.property);
  const rest = h("div", { class: "find-rest" });
  const fill = (part: "all" | "value") => {
    const known = property();
    if (known === undefined) return rest.replaceChildren(h("p", { class: "find-wrong" }, text.t("find.noProperty")));
    const compare = (comparison: Comparison) => (tell(compared(now, comparison)), fill("value"));
    const first = part === "value" ? rest.firstElementChild : null;
    const comparison = first ?? comparisonField(given, known, now.comparison, index, compare);
    while (rest.lastChild !== null && rest.lastChild !== first) rest.lastChild.remove();
    if (first === null) rest.append(comparison);
    const value = valueField({ given, collection, property: known, condition: now, index, change: (values) => tell({ ...now, values }) });
    if (value !== null) rest.append(value);
  };
  fill("all");
  const remove = () => change({ conditions: (given.page.get().find ?? find).conditions.filter((_, at) => at !== index) });
  const n = index + 1;
  return h(
    "div",
    { class: "find-condition", role: "group", "aria-label": text.t("find.condition", { n }) },
    propertyField(given, askable(given, collection, all), now.property, index, (chosen) => (tell(about(chosen, now)), fill("all"))),
    rest,
    h("button", { type: "button", class: "find-remove", "aria-label": text.t("find.remove", { n }), title: text.t("find.remove", { n }), "data-key": `find-${index}-remove`, on: { click: remove } }, h("span", { "aria-hidden": "true" }, "×")),
  );
}

function whereLine({ given, find, change }: Desk): Child {
  const text = given.text();
  const options = [["", text.t("find.anywhere")], ["box", text.t("find.inView")]].map(([value, words]) => h("option", { value, selected: (value === "box") === (find.bounds !== null) }, words ?? ""));
  const line = labelled("find-where", text.t("find.where"), h("select", { on: { change: (event) => change({ bounds: selected(event) === "box" ? seen(given) : null }) } }, ...options));
  if (find.bounds !== null) line.append(" ", h("button", { type: "button", class: "plain", "data-key": "find-view", hidden: !moved(given), on: { click: () => change({ bounds: seen(given) }) } }, text.t("find.newView")));
  return line;
}

function conditions(desk: Desk, asking: Asking): Child[] {
  const { given, find, change } = desk;
  const text = given.text();
  const add = () => {
    const before = given.page.get().find ?? find;
    change({ conditions: [...before.conditions, ...blank(asking.queryables)] });
    document.querySelector<HTMLElement>(`[data-key="find-${before.conditions.length}-property"]`)?.focus();
  };
  const denied = h("p", { class: "quiet" }, text.t("find.notEmpty"));
  const changed = () => {
    denied.hidden = !(given.page.get().find ?? find).conditions.some(({ comparison }) => comparison === "not" || comparison === "lacks");
  };
  changed();
  return [
    find.conditions.length > 1 ? anyLine(desk) : null,
    h("div", { class: "find-conditions" }, ...find.conditions.map((each, index) => conditionRow(desk, asking, each, index, changed))),
    denied,
    asking.queryables.properties.length > 0 ? h("p", {}, h("button", { type: "button", class: "plain", "data-key": "find-add", on: { click: add } }, text.t("find.add"))) : null,
  ];
}

/** The filter as someone writes it who knows CQL2. */
function written(desk: Desk, words: string): Child[] {
  const { given, change } = desk;
  const text = given.text();
  const field = h("textarea", { id: "find-cql", "data-key": "find-cql", rows: 4, dir: "ltr", spellcheck: "false", autocapitalize: "off" });
  field.value = words;
  const ask = () => change({ written: field.value }, true);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    ask();
  });
  return [
    h("p", { class: "find-line" }, h("label", { for: "find-cql" }, text.t("find.cqlOwn"))),
    field,
    h("p", { class: "find-buttons" }, h("button", { type: "button", class: "tool", "data-key": "find-ask", on: { click: ask } }, text.t("find.ask")), h("button", { type: "button", class: "plain", "data-key": "find-words", on: { click: () => change({ written: null }) } }, text.t("find.words"))),
  ];
}

/** The question in words: a collection, conditions, where. What is being typed is never made anew. */
export function form(given: Given, all: readonly Collection[], element: HTMLElement): () => void {
  let shown: Find | null = null;
  let typed: Find | null = null;

  const change = (patch: Partial<Find>, typing = false) => {
    const before = given.page.get().find;
    if (before === null) return;
    const next = { ...before, ...patch };
    if (typing) typed = next;
    given.page.change({ find: next }, typing ? "replace" : "push");
  };
  const render = () => {
    const { find } = given.page.get();
    if (find === null) return paint(element);
    const asking = given.asking.get()?.value ?? null;
    const desk: Desk = { given, find, change };
    paint(
      element,
      collectionLine(desk, all, asking?.collection.id ?? find.collection),
      ...(asking === null ? [] : find.written === null ? conditions(desk, asking) : written(desk, find.written)),
      asking !== null && asking.queryables.geometry !== null ? whereLine(desk) : null,
    );
  };
  const pick = () => {
    const { find, lang } = given.page.get();
    if (find !== typed || find === null) shown = find;
    // The words for values come with the situation.
    return [lang, shown, given.asking.get(), given.told.get()?.value?.latest];
  };
  const end = follow([given.page, given.asking, given.told], render, pick);
  const endSeen = given.seen.on(() => {
    const button = element.querySelector<HTMLElement>("[data-key=find-view]");
    if (button) button.hidden = !moved(given);
  });
  return () => {
    end();
    endSeen();
  };
}
