import { h, type Child } from "../element";
import type { Given } from "../given";
import { tame } from "../text";
import { takes, type Condition } from "./condition";
import { isWrong } from "./cql2";
import type { Queryable } from "./queryables";
import { valueWords } from "./words";

/** Where a condition stands and how its values change. */
export interface Place {
  readonly given: Given;
  readonly collection: string;
  readonly property: Queryable;
  readonly condition: Condition;
  readonly index: number;
  change(values: readonly string[]): void;
}

const key = (place: Place, part: string | number) => `find-${place.index}-value-${part}`;

/** More words than these are looked up by typing. */
const mostChoices = 40;

/** The value is one of a closed list. */
function choice(place: Place, options: readonly (readonly [string, string])[]): HTMLElement {
  const text = place.given.text();
  const now = place.condition.values[0] ?? "";
  const known = now === "" || options.some(([value]) => value === now);
  const all = known ? options : [...options, [now, tame(now)] as const];
  const option = ([value, words]: readonly [string, string]) => h("option", { value, selected: value === now, dir: "auto" }, words);
  return h(
    "select",
    { "aria-label": text.t("find.value"), "data-key": key(place, 0), on: { change: (event) => place.change([(event.target as HTMLSelectElement).value]) } },
    h("option", { value: "", selected: now === "" }, text.t("find.choose")),
    ...all.map(option),
  );
}

function choices(place: Place): HTMLElement {
  const { given, collection, property, condition } = place;
  const words = [...new Set([...property.words, ...condition.values.filter((each) => each !== "")])];
  const chosen = new Set(condition.values);
  const flip = (word: string, on: boolean) => {
    if (on) chosen.add(word);
    else chosen.delete(word);
    place.change(words.filter((each) => chosen.has(each)));
  };
  const box = (word: string, at: number) =>
    h("label", { class: "find-choice" }, h("input", { type: "checkbox", checked: chosen.has(word), "data-key": key(place, at), on: { change: (event) => flip(word, (event.target as HTMLInputElement).checked) } }), h("bdi", {}, valueWords(given, collection, property.name, word)));
  return h("fieldset", { class: "find-choices" }, h("legend", { class: "hidden" }, given.text().t("find.value")), ...words.map(box));
}

/** Says what is wrong with what is typed, as soon as it is and no longer. */
function checked(place: Place, input: HTMLInputElement, values: () => readonly string[], hint: HTMLElement): void {
  const look = () => {
    const wrong = isWrong(place.property, { ...place.condition, values: values() });
    hint.hidden = !wrong;
    input.setAttribute("aria-invalid", String(wrong));
  };
  input.addEventListener("input", look);
  look();
}

function suggestions(place: Place, input: HTMLInputElement): Child {
  const { property } = place;
  if (property.words.length === 0) return null;
  const id = `find-words-${place.index}`;
  input.setAttribute("list", id);
  return h("datalist", { id }, ...property.words.map((word) => h("option", { value: word })));
}

function typed(place: Place): HTMLElement {
  const text = place.given.text();
  const { property, condition } = place;
  const several = takes(condition.comparison) === Infinity;
  const read = (value: string) => (several ? value.split(/[,،]/).map((each) => each.trim()).filter((each) => each !== "") : [value]);
  const input = h("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    dir: "auto",
    inputmode: property.kind === "number" && !property.mixed && !several ? "decimal" : null,
    value: condition.values.join(several ? ", " : ""),
    placeholder: several ? text.t("find.several") : null,
    "aria-label": text.t("find.value"),
    "data-key": key(place, 0),
    on: { input: (event) => place.change(read((event.target as HTMLInputElement).value)) },
  });
  const hint = h("p", { class: "find-wrong", role: "alert", hidden: true }, text.t("find.noNumber"));
  checked(place, input, () => read(input.value), hint);
  return h("div", { class: "find-typed" }, input, several ? null : suggestions(place, input), property.unit === null ? null : h("span", { class: "quiet" }, h("bdi", {}, tame(property.unit))), hint);
}

/** A day, and for moments the time of it. */
function moment(place: Place, value: string, part: number, label: string, change: (value: string) => void): HTMLElement {
  const text = place.given.text();
  const [day = "", clock = ""] = value.split("T");
  const date = h("input", { type: "date", value: day, "aria-label": label, "data-key": key(place, part), max: "9999-12-31" });
  const time = place.property.kind === "time" ? h("input", { type: "time", value: clock.slice(0, 5), "aria-label": text.t("find.time"), "data-key": key(place, `${part}-time`) }) : null;
  const tell = () => change(date.value !== "" && time !== null && time.value !== "" ? `${date.value}T${time.value}Z` : date.value);
  for (const input of [date, time]) input?.addEventListener("input", tell);
  return h("span", { class: "find-moment" }, date, time, time ? h("small", { class: "quiet", "aria-hidden": "true" }, "UTC") : null);
}

/** Two values, one after the other. */
function pair(place: Place, one: (value: string, part: number, label: string, change: (value: string) => void) => HTMLElement): HTMLElement {
  const text = place.given.text();
  const now = [place.condition.values[0] ?? "", place.condition.values[1] ?? ""];
  const change = (part: number) => (value: string) => {
    now[part] = value;
    place.change([...now]);
  };
  return h("div", { class: "find-pair" }, one(now[0] ?? "", 0, text.t("find.low"), change(0)), h("span", {}, text.t("find.and")), one(now[1] ?? "", 1, text.t("find.high"), change(1)));
}

function numbers(place: Place): HTMLElement {
  const hint = h("p", { class: "find-wrong", role: "alert", hidden: true }, place.given.text().t("find.noNumber"));
  const inputs: HTMLInputElement[] = [];
  const fields = pair(place, (value, part, label, change) => {
    const input = h("input", { type: "text", inputmode: "decimal", autocomplete: "off", value, "aria-label": label, "data-key": key(place, part), on: { input: (event) => change((event.target as HTMLInputElement).value) } });
    inputs.push(input);
    return input;
  });
  for (const input of inputs) checked(place, input, () => inputs.map((each) => each.value), hint);
  return h("div", { class: "find-typed" }, fields, place.property.unit === null ? null : h("span", { class: "quiet" }, h("bdi", {}, tame(place.property.unit))), hint);
}

/** Where the value of a condition is chosen or typed; null where it takes none. */
export function valueField(place: Place): HTMLElement | null {
  const { given, collection, property, condition } = place;
  const text = given.text();
  if (takes(condition.comparison) === 0) return null;
  if (property.kind === "boolean") return choice(place, [["true", text.t("list.yes")], ["false", text.t("list.no")]]);
  if (property.kind === "date" || property.kind === "time") {
    if (takes(condition.comparison) === 2) return pair(place, (value, part, label, change) => moment(place, value, part, label, change));
    return h("div", {}, moment(place, condition.values[0] ?? "", 0, text.t("find.value"), (value) => place.change([value])));
  }
  if (condition.comparison === "between") return numbers(place);
  const closed = property.kind === "text" && property.closed && property.words.length > 0 && property.words.length <= mostChoices;
  if (closed && condition.comparison === "one") return choices(place);
  if (closed && (condition.comparison === "is" || condition.comparison === "not")) return choice(place, property.words.map((word) => [word, valueWords(given, collection, property.name, word)] as const));
  return typed(place);
}
