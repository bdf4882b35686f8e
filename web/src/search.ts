import { find, type Found, type Named } from "./fold";
import { h } from "./element";
import type { Given } from "./given";
import { data, placeName } from "./names";
import { titleOf } from "./title";
import type { Text } from "./text";

interface Target {
  readonly id: string;
  readonly name: string;
}

const most = 8;

function targets(given: Given, text: Text): Named<Target>[] {
  const told = given.told.get()?.value;
  if (told) {
    return told.now.places.map((place) => ({
      thing: { id: place.id, name: placeName(text, place) },
      names: [place.name, place.name_ar, place.name_ku, ...(place.name_en_variants ?? [])].filter((name) => name !== null),
    }));
  }
  return (given.drawn.get()?.value ?? []).flatMap((each) =>
    each.features.map((feature) => {
      const name = titleOf(text, feature);
      const words = Object.values(feature.properties ?? {}).filter((value) => typeof value === "string" && value.length < 80);
      return { thing: { id: `${each.collection.id}/${String(feature.id)}`, name }, names: [name, ...words.map(String)] };
    }),
  );
}

/** A field that finds places by any of their names, with a list to choose from. */
export function search(given: Given, element: HTMLElement): () => void {
  let found: Found<Target>[] = [];
  let at = -1;
  const input = h("input", { type: "search", id: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list" });
  const list = h("ul", { id: "found", role: "listbox", class: "found", hidden: true });
  const label = h("label", { for: "search", class: "hidden" });
  element.append(label, input, list);

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (index: number) => {
    const one = found[index];
    if (!one) return;
    input.value = "";
    close();
    given.page.change({ chosen: one.thing.id, table: null });
  };
  const row = ({ thing, name }: Found<Target>, index: number) =>
    h("li", { id: `found-${index}`, role: "option", "aria-selected": String(index === at), on: { pointerdown: (event) => event.preventDefault(), click: () => choose(index) } }, data(thing.name), name === thing.name ? null : h("small", {}, " ", data(name)));
  const render = () => {
    const text = given.text();
    if (input.value.trim() === "") return close();
    list.replaceChildren(...(found.length > 0 ? found.map(row) : [h("li", { class: "quiet", role: "option", "aria-disabled": "true", "aria-selected": "false" }, text.t("search.none"))]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (at >= 0) input.setAttribute("aria-activedescendant", `found-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const look = () => {
    const text = given.text();
    found = find(input.value, targets(given, text), most);
    at = found.length > 0 ? 0 : -1;
    render();
    if (input.value.trim() !== "") given.whisper(found.length > 0 ? text.count("search.found", found.length) : text.t("search.none"));
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.length > 0) at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      render();
    } else if (event.key === "Enter") choose(Math.max(at, 0));
    else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  };
  input.addEventListener("input", look);
  input.addEventListener("keydown", key);
  input.addEventListener("blur", close);

  const name = () => {
    const text = given.text();
    label.textContent = text.t("search.label");
    input.placeholder = text.t("search.hint");
    list.setAttribute("aria-label", text.t("search.label"));
  };
  name();
  const end = given.page.on((now, before) => now.lang !== before.lang && name());
  return () => {
    end();
    element.replaceChildren();
  };
}
