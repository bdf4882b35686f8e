/** A field with a list: what is typed finds what can be chosen, in any spelling. */
import { h } from "../element";
import { find, fold } from "../fold";
import { data } from "../names";
import { tame } from "../text";
import type { Option } from "./stock";
import { unresolved } from "./texts";
import type { Said } from "./words";

/** What a chooser is given. */
export interface Choosing {
  readonly said: Said;
  /** The attributes of the input: its id, its label, what describes it. */
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: string;
  options(): readonly Option[];
  /** Whether words that are not in the list will do; what they become. null: they will not. */
  readonly own: ((words: string) => string) | null;
  change(value: string): void;
  whisper(words: string): void;
}

/** So many are listed at once. */
const most = 60;

/** How a value is called; what nobody knows is called as it is. */
function called(options: readonly Option[], value: string): string {
  if (value.startsWith(unresolved)) return value.slice(unresolved.length);
  const found = options.find((each) => each.value === value);
  return found?.name ?? tame(value.includes("/") && options.some((each) => each.value.includes("/")) ? value.slice(value.indexOf("/") + 1) : value).replaceAll("_", " ");
}

/** Makes the field; `set` shows another value in it. */
export function chooser(given: Choosing): { element: HTMLElement; input: HTMLInputElement; set(value: string): void } {
  const { said, own } = given;
  const id = String(given.attributes["id"]);
  let now = given.value;
  let shown: readonly Option[] = [];
  let at = -1;
  const input = h("input", { type: "text", dir: "auto", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list", placeholder: said.t("sheet.choose"), ...given.attributes });
  input.value = called(given.options(), now);
  const list = h("ul", { id: `${id}-list`, role: "listbox", class: "edit-list", hidden: true, "aria-label": String(given.attributes["data-label"] ?? "") });
  const element = h("div", { class: "edit-chooser" }, input, list);

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (value: string) => {
    close();
    input.value = called(given.options(), value);
    if (value === now) return;
    now = value;
    given.change(value);
  };
  /** What is typed stands for what it names. */
  const settle = () => {
    close();
    const words = input.value.trim();
    if (words === called(given.options(), now)) return;
    if (words === "") return take("");
    const exact = given.options().find((each) => [each.name, ...each.names].some((name) => fold(name) === fold(words)));
    take(exact?.value ?? (own === null ? unresolved + words : own(words)));
  };
  const render = () => {
    const words = input.value.trim();
    const row = (each: Option, index: number) =>
      h(
        "li",
        { id: `${id}-${index}`, role: "option", "aria-selected": String(index === at), on: { pointerdown: (event) => event.preventDefault(), click: () => take(each.value) } },
        data(each.name),
        each.note === null ? null : h("small", {}, " ", data(each.note)),
      );
    const nothing = own !== null && words !== "" ? said.t("list.own", { words }) : said.t("list.none");
    list.replaceChildren(...(shown.length > 0 ? shown.map(row) : [h("li", { class: "quiet", role: "option", "aria-disabled": "true", "aria-selected": "false" }, nothing)]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", `${id}-${at}`);
      list.children[at]?.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  /** Everything, or what the typed words find. */
  const look = (all: boolean) => {
    const options = given.options();
    const words = input.value.trim();
    shown = all || words === "" ? options.slice(0, most) : find(words, options.map((thing) => ({ thing, names: [thing.name, ...thing.names] })), most).map(({ thing }) => thing);
    at = all ? shown.findIndex((each) => each.value === now) : shown.length > 0 && words !== "" ? 0 : -1;
    render();
    given.whisper(shown.length > 0 ? said.count("list", shown.length) : said.t("list.none"));
  };
  input.addEventListener("input", () => look(false));
  input.addEventListener("click", () => (list.hidden ? look(true) : undefined));
  input.addEventListener("blur", settle);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return look(true);
      if (shown.length > 0) at = event.key === "ArrowDown" ? (at + 1) % shown.length : (at < 1 ? shown.length : at) - 1;
      render();
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      const one = shown[at];
      if (one) take(one.value);
      else settle();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      input.value = called(given.options(), now);
      close();
    }
  });
  return {
    element,
    input,
    set(value) {
      now = value;
      input.value = called(given.options(), value);
    },
  };
}
