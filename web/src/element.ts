/** What may stand inside an element. Text always becomes a text node, never markup. */
export type Child = Node | string | null | false;

/** The attributes of an element; `on` are its listeners. false and null leave an attribute out. */
export interface Attributes {
  readonly on?: { readonly [event: string]: (event: Event) => void };
  readonly [name: string]: unknown;
}

function dress(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") continue;
    if (name === "style" || name.startsWith("on")) throw new Error(`attribute ${name}: forbidden by the content policy`);
    if (value === false || value === null || value === undefined) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [event, listener] of Object.entries(attributes.on ?? {})) element.addEventListener(event, listener);
}

function fill(element: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== null && child !== false) element.append(child);
}

/** Makes an HTML element. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, attributes);
  fill(element, children);
  return element;
}

/** Makes an SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Attributes = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  dress(element, attributes);
  fill(element, children);
  return element;
}

/** The address as a link may carry it: http and https only, null for everything else. */
export function webAddress(text: string | null): string | null {
  if (text === null || !/^https?:\/\//i.test(text.trim())) return null;
  try {
    const url = new URL(text.trim());
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** The host of a web address, for people. */
export function hostOf(href: string): string {
  return new URL(href).hostname.replace(/^www\./, "");
}

/** The summaries of what is unfolded in an element, by their `data-key`. */
function unfolded(element: HTMLElement): ReadonlySet<string | undefined> {
  return new Set([...element.querySelectorAll<HTMLElement>("details[open] > summary[data-key]")].map((each) => each.dataset["key"]));
}

/** Puts new children into an element; the keyboard stays where it was, and what was unfolded stays so (elements are known again by `data-key`). */
export function paint(element: HTMLElement, ...children: Child[]): void {
  const active = document.activeElement;
  const key = active instanceof HTMLElement && element.contains(active) ? active.dataset["key"] : undefined;
  const open = unfolded(element);
  element.replaceChildren();
  fill(element, children);
  if (open.size > 0) for (const each of element.querySelectorAll<HTMLElement>("details > summary[data-key]")) if (open.has(each.dataset["key"])) (each.parentElement as HTMLDetailsElement).open = true;
  if (key === undefined) return;
  for (const each of element.querySelectorAll<HTMLElement>("[data-key]")) {
    if (each.dataset["key"] === key) return each.focus({ preventScroll: true });
  }
}
